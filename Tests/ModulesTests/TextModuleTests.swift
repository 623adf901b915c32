import TestSupport
import Testing

/// Text from outside.
@Suite struct TextModuleTests {
    @Test func aNameFromOutsideFillsItsColumn() throws {
        let run = try run("print(visible('a\\27b', 8) .. '|', visible_width('日本'))")
        #expect(run.lines == ["a\\x1Bb  |\t4"])
    }
}
