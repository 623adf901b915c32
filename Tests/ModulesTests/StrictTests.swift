import Basics
import LiveHost
import Lua
import Modules
import Rolling
import ScriptRuntime
import Simulator
import TestSupport
import Testing

/// Reading a global variable that no script has set is an error.
@Suite struct StrictTests {
    @Test func anUndefinedGlobalNamesTheNearestOne() throws {
        #expect(try run("slep(1)").message == "test.lua:1: undefined global 'slep' (did you mean 'sleep'?)")
        #expect(try run("print(host)").message?.hasPrefix("test.lua:1: undefined global 'host'") == true)
        #expect(
            try run("zec.rebot{}").message
                == "test.lua:1: 'zec' has no field 'rebot' (did you mean 'reboot'?)")
    }

    @Test func newGlobalsMaySetAndLibrariesMayProbe() throws {
        let run = try run("answer = 42 print(answer, rawget(_G, 'other'), unpack or table.unpack ~= nil)")
        #expect(run.lines == ["42\tnil\ttrue"])
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
}
