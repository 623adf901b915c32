import TestSupport
import Testing

/// The journal in which the embedded Lua of `rolling` keeps its events.
@Suite struct JournalModuleTests {
    @Test func scriptsDoNotSeeIt() throws {
        #expect(try run("print(host)").message?.hasPrefix("test.lua:1: undefined global 'host'") == true)
    }
}
