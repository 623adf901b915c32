import Simulator
import TestSupport
import Testing

/// The arguments of a script's hooks.
@Suite struct HookTests {
    /// Rolls with hooks that call `note`, which prints the types of its arguments and whether the id is that
    /// of the row.
    private func roll(_ specification: String, fleet: Int = 1) throws -> ScriptRun {
        try run(
            """
            local ids = {}
            for i, row in ipairs(zec.instances {}) do ids[i] = row.instanceId end
            local function note(what, ...)
                local id, row = ...
                print(what, select("#", ...), type(id), type(row), id == row.instanceId)
            end
            local report = require("rolling").reboot { name = "hooks", instances = ids, \(specification) }
            exit(report.exit_code)
            """, fleet: fleet)
    }

    @Test(arguments: [
        ("exclude", "exclude = function(...) note('exclude', ...) return false end"),
        ("only_if", "only_if = function(...) note('only_if', ...) return true end"),
        ("group_by", "group_by = function(...) note('group_by', ...) return 'a' end"),
        ("verify", "verify = function(...) note('verify', ...) return clock() end"),
        ("fn", "health_check = { fn = function(...) note('fn', ...) return true end }"),
        ("drain", "drain = function(...) note('drain', ...) end, undrain = function() end"),
        ("undrain", "drain = function() end, undrain = function(...) note('undrain', ...) end"),
    ])
    func aFunctionAboutOneInstanceGetsItsIDAndItsRow(hook: String, specification: String) throws {
        let script = try roll(specification)
        #expect(script.exitCode == 0)
        let calls = script.lines.filter { $0.hasPrefix(hook + "\t") }
        #expect(!calls.isEmpty && Set(calls) == ["\(hook)\t2\tstring\ttable\ttrue"])
    }

    @Test(arguments: [
        "exclude = function(row) return row.instanceName ~= 'web-0001' end",
        "exclude = function(id) return id ~= ids[1] end",
        "only_if = function(row) return row.tags.role == 'web' and row.instanceName == 'web-0001' end",
        "only_if = function(id) return ({ [ids[1]] = true })[id] == true end",
        "group_by = function(row) return row.zoneId end, only_if = function(id) return id == ids[1] end",
        "order = function(a, b) return a.instanceId < b.instanceId end, only_if = function(id) return id == ids[1] end",
    ])
    func aFunctionOfOneParameterMayTakeItForEither(specification: String) throws {
        let script = try roll(specification, fleet: 3)
        #expect(script.exitCode == 0, "\(script.output)")
        #expect(script.truth.boots.count == 1)
    }

    @Test(arguments: [
        "function(row) print('drain ' .. row.instanceName) end",
        "function(id, row) print('drain ' .. row.instanceName) end",
    ])
    func aDrainMayBeWrittenLikeItsNeighbours(drain: String) throws {
        let script = try roll(
            "drain = \(drain), undrain = function(row) print('back ' .. row.instanceName) end")
        #expect(
            script.lines.filter { $0.hasPrefix("drain") || $0.hasPrefix("back") } == [
                "drain web-0001", "back web-0001",
            ])
    }

    @Test func otherFunctionsGetWhatTheyDecideBy() throws {
        let script = try roll(
            """
            order = function(a, b) print("order", type(a.instanceId), type(b.instanceId)) return a.instanceId < b.instanceId end,
            blockers = function(...) print("blocker", select("#", ...), type((...)), #(...)) end,
            canary = { approve = function(...) print("approve", select("#", ...), type((...))) return true end },
            notify = function(...) print("notify", select("#", ...), type((...).text)) end
            """, fleet: 2)
        #expect(script.exitCode == 0)
        for line in [
            "order\tstring\tstring", "blocker\t1\ttable\t2", "approve\t1\tstring", "notify\t1\tstring",
        ] {
            #expect(script.lines.contains(line), "\(line)")
        }
    }

    @Test func otherTextsAreAsTheyWere() throws {
        let script = try roll(
            "only_if = function(id) print(('x').instanceName, id.nosuch, id:len() == #id, ('%s'):format(1)) return true end"
        )
        #expect(script.lines.contains("nil\tnil\ttrue\t1"))
    }

    @Test func methodsThatAScriptGaveToTextsStay() throws {
        let script = try run(
            """
            getmetatable("").__index = function(text, key) return string[key] or key == "first" and text:sub(1, 1) or nil end
            local ids = { zec.instances {}[1].instanceId }
            local drain = function(id) print(id.instanceName, #id.first) end
            require("rolling").reboot { name = "hooks", instances = ids, drain = drain, undrain = drain }
            """)
        #expect(script.lines.contains("web-0001\t1"))
    }

    @Test func anExcludeThatLeavesOutNobodyIsToldOf() throws {
        let script = try roll("exclude = function(row) return type(row) == 'table' end")
        #expect(script.errorOutput.contains("the function of exclude left out no instance of 1"))
    }

    @Test func aLibraryThatIndexesTextsTakesNoRowsAway() throws {
        let script = try roll(
            """
            exclude = (function()
                require("rolling").plan { name = "first", instances = { ids[1] } }
                getmetatable("").__index = string
                return function(row) return row.instanceName == "web-0001" end
            end)()
            """, fleet: 2)
        #expect(script.truth.boots.count == 1)
    }
}
