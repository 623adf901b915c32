import ScriptRuntime
import TestSupport
import Testing

@testable import Modules

/// Reading a field that no row of an instance has.
@Suite struct InstanceFieldTests {
    @Test(arguments: [
        ("zone", "zoneId"), ("id", "instanceId"), ("name", "instanceName"), ("instanceid", "instanceId"),
        ("publicIpAdresses", "publicIpAddresses"),
    ])
    func aNameCloseToAFieldIsAnError(name: String, field: String) throws {
        let run = try run("local row = zec.instances {}[1]\nprint(row.\(name))")
        #expect(
            run.message == "test.lua:2: an instance has no field '\(name)' (did you mean '\(field)'?)")
        let paged = try TestSupport.run(
            "for page in zec.each_instance {} do print(page[1].\(name)) end")
        #expect(paged.message?.contains("did you mean '\(field)'?") == true)
    }

    @Test func otherNamesAreNilAndRowsStayPlainTables() throws {
        let run = try run(
            """
            local row = zec.instances {}[1]
            print(row.keyId, row.somethingNew, row[1], rawequal(row, row))
            local count = 0
            for name in pairs(row) do count = count + 1 end
            print(count > 10, #json.encode(row) > 100)
            """)
        #expect(run.lines == ["nil\tnil\tnil\ttrue", "true\ttrue"])
    }

    /// The simulated cloud has the fields that the documentation has.
    @Test func everyFieldOfTheSimulatedCloudIsDeclared() throws {
        let run = try run("for name in pairs(zec.instances {}[1]) do print(name) end")
        let declared = Set(InstanceDeclaration.row.fields.map(\.name))
        #expect(Set(run.lines).subtracting(declared).isEmpty)
    }
}
