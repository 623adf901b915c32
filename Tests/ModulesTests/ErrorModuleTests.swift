import TestSupport
import Testing

/// How the embedded Lua modules raise errors.
@Suite struct ErrorModuleTests {
    @Test func anErrorOfAModuleHasAKindAndThePlaceOfTheScript() throws {
        let run = try run("local _, err = pcall(wait, function() end, { timeout = 1 })\nprint(err.kind)")
        #expect(run.lines == ["timeout"])
    }
}
