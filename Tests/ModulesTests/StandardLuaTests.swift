import TestSupport
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

    @Test(arguments: [
        ("print(_G['setup' .. 'Suite'], _G.setupSuite, rawget(_G, 'setupSuite'))", "nil\tnil\tnil"),
        ("x = 1 _G.y = 2 rawset(_G, 'z', 3) print(_G.x, rawget(_G, 'x'), y, z)", "1\t1\t2\t3"),
        ("x = 1 x = nil print(pcall(function() return x end))", "false\ttest.lua:1: undefined global 'x'"),
        (
            "x = 1 for k in pairs(_ENV) do if k == 'x' then print(k, _ENV == _G, _ENV == {}) end end",
            "x\ttrue\tfalse"
        ),
        ("x = 1 for k in pairs(_G) do if k == 'x' then print(k) end end", "x"),
        ("setmetatable(_G, { __index = { a = 1 } }) print(a, b)", "1\tnil"),
        (
            "setmetatable(_G, { __index = function(_, n) error('no ' .. n, 2) end }) print(pcall(function() return y end))",
            "false\ttest.lua:1: no y"
        ),
        ("setmetatable(_G, { __index = function(_, name) return name end }) print(nosuch)", "nosuch"),
        ("print(pcall(load('return nosuch', '=chunk')))", "false\tchunk:1: undefined global 'nosuch'"),
        ("print(load('return nosuch', '=chunk', 't', _G)())", "nil"),
        ("print(load('x = 1 return x')(), x)", "1\t1"),
        ("local function f() local _ENV = { x = 7 } return x, y end print(f())", "7\tnil"),
    ])
    func onlyNamesAreStrict(source: String, line: String) throws {
        #expect(try run(source).lines == [line])
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
