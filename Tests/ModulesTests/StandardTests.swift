import Basics
import LiveHost
import Lua
import Modules
import Rolling
import ScriptRuntime
import Simulator
import TestSupport
import Testing

/// The standard library reaches the world through the host.
@Suite struct StandardTests {
    @Test func theStandardClocksAreThoseOfTheSimulation() throws {
        let run = try run(
            """
            local before = os.time()
            sleep("1h")
            print(os.time() - before, os.date("!%A %H:%M", now() + 0.75), os.getenv("NO_SUCH_VARIABLE"))
            """)
        #expect(run.lines == ["3600\tMonday 10:00\tnil"])
    }

    @Test func chanceFollowsFromTheSeed() throws {
        let draw = "print(math.random(1000000), math.random(1000000))"
        #expect(try run(draw, seed: 7).lines == run(draw, seed: 7).lines)
        #expect(try run(draw, seed: 7).lines != run(draw, seed: 8).lines)
    }

    @Test func anExitCodeKeepsItsLowestByte() throws {
        #expect(try run("os.exit(259)").exitCode == 3)
        #expect(
            try run("os.exit('soon')").message
                == "test.lua:1: bad argument #1 to 'exit' (number expected, got string)")
    }
}
