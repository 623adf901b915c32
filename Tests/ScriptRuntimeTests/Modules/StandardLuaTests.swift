import ScriptRuntime
import Simulator
import Testing

/// Replaced standard functions are no narrower than the originals.
@Suite struct StandardLuaTests {
    @Test func requireIgnoresFurtherArguments() throws {
        let script = try run(
            #"print(require(("lib.health"):gsub("%.", ".")).ok)"#,
            files: ["scripts/lib/health.lua": "return { ok = true }"])
        #expect(script.lines == ["true"])
    }

    @Test func aLibraryMayAskForGlobalsThatAreNotThere() throws {
        let script = try run(
            "require 'unit' print(pcall(function() return nosuch end))",
            files: [
                "scripts/unit.lua": "assert(_G['setup' .. 'Suite'] == nil and setupSuite == nil) return {}"
            ])
        #expect(script.lines == ["false\ttest.lua:1: undefined global 'nosuch'"])
    }

    @Test func aGroupNeedsNoOptions() throws {
        let script = try run(
            "print(task.group(function(g) g:spawn(sleep, 1) return 'done' end)) print(pcall(task.group))")
        #expect(script.lines.first == "done")
        #expect(script.lines.last?.hasPrefix("false") == true)
    }

    @Test func errorsOfStandardFunctionsNameTheScriptsLine() throws {
        let script = try run("os.date('%Ez')")
        #expect(
            script.message == "test.lua:1: bad argument #1 to 'date' (invalid conversion specifier '%Ez')")
    }
}
