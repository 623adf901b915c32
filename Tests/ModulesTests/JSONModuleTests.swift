import Basics
import TestSupport
import Testing

/// JSON keeps empty lists and empty objects apart.
@Suite struct JSONModuleTests {
    @Test(arguments: [
        "[]", "{}", "[[]]", "[{}]", #"{"a":[]}"#, #"{"a":{}}"#, #"{"a":[],"b":[1,[],{}],"c":null}"#,
    ])
    func whatWasReadIsWrittenAsItStood(text: String) throws {
        #expect(try run("print(json.encode(json.decode '\(text)'))").lines == [text])
    }

    @Test(arguments: [
        ("json.array()", "[]"), ("json.array {}", "[]"), ("{}", "{}"),
        ("{ ids = json.array() }", #"{"ids":[]}"#),
        ("json.array { 1, 2 }", "[1,2]"),
        ("(function() local list = json.array() list[1] = 'a' return list end)()", #"["a"]"#),
        ("(function() local list = json.decode '[]' list.name = 'a' return list end)()", #"{"name":"a"}"#),
        ("(function() local list = json.decode '[1]' table.remove(list) return list end)()", "[]"),
        ("json.array(json.array())", "[]"),
    ])
    func anEmptyTableIsAListWhereItWasMadeAsOne(value: String, text: String) throws {
        #expect(try run("print(json.encode(\(value)))").lines == [text])
    }

    @Test func aTableWithAMetatableOfItsOwnIsNotMarked() throws {
        let script = try run("json.array(setmetatable({}, { __index = table }))")
        #expect(script.message?.contains("bad argument #1 to 'array'") == true)
        #expect(script.message?.contains("has a metatable of its own") == true)
    }

    @Test(arguments: [
        "zec.instances { name = 'nosuch' }", "zec.reboot({ id }).refused", "zec.reboot({ id }).unknown",
        "zec.call('DescribeInstances', { name = 'nosuch' }).dataSet", "zec.maintenance()",
        "script.options({ { 'tag', 'list' } }).tag", "script.options({ arguments = { name = 'ID' } }).args",
        "task.map({}, print)", "task.all {}", "task.group({ on_error = 'collect' }, function() end)",
    ])
    func anEmptyListOfTheProgramIsAList(value: String) throws {
        let script = try run("local id = zec.instances {}[1].instanceId print(json.encode(\(value)))")
        #expect(script.lines == ["[]"], "\(value): \(script.message ?? "")")
    }

    @Test func theReportOfARollOverNoInstanceHasEmptyLists() throws {
        let script = try run(
            """
            local rolling = require "rolling"
            local spec = { name = "none", filter = { name = "nosuch" }, allow_empty = true }
            local report, plan = rolling.reboot(spec), rolling.plan(spec)
            print(json.encode { report.instances, plan.waves, plan.notes, plan.conditions })
            """)
        #expect(script.lines.last == "[[],[],[],[]]")
    }
}
