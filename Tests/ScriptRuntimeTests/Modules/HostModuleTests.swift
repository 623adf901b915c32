import Testing

/// What the modules that are written in Lua are built on.
@Suite struct HostModuleTests {
    @Test func noScriptSeesWhatTheModulesAreBuiltOn() throws {
        let run = try run("print(rawget(_G, 'host'), pcall(function() return host end))")
        #expect(run.lines.first?.hasPrefix("nil\tfalse\ttest.lua:1: undefined global 'host'") == true)
    }

    @Test func aNameFromOutsideFillsItsColumn() throws {
        let run = try run("print(visible('a\\27b', 8) .. '|', visible_width('日本'))")
        #expect(run.lines == ["a\\x1Bb  |\t4"])
    }
}
