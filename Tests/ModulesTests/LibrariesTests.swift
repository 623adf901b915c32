import Basics
import LiveHost
import Lua
import Modules
import Rolling
import ScriptRuntime
import Simulator
import TestSupport
import Testing

/// The libraries that belong to the program.
@Suite struct LibrariesTests {
    @Test func aLibraryIsLoadedWhenItIsFirstRequired() throws {
        let run = try run(
            """
            print(package.loaded.rolling, rawget(_G, "rolling"))
            print(require("rolling") == require("rolling"), type(package.loaded.rolling.reboot))
            """)
        #expect(run.lines == ["nil\tnil", "true\tfunction"])
    }
}
