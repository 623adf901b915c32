import Basics
import Testing
import ZenlayerCloud

@testable import Simulator

@Suite struct FleetTests {
    private func fleet(_ json: String) throws(FleetError) -> Fleet {
        try Fleet(parsing: Array(json.utf8))
    }

    @Test func aGeneratedFleetIsAlwaysTheSame() throws {
        let fleet = try Fleet(count: 200)
        #expect(fleet.instances[0].name == "web-0001")
        #expect(fleet.instances[4].name == "api-0005")
        #expect(fleet.instances[199].name == "db-0200")
        #expect(fleet.instances[0].id == "5870492317640928557")
    }

    @Test func idsAreTextBeyondWhatADoubleHolds() throws {
        let fleet = try Fleet(count: 50_000)
        #expect(Set(fleet.instances.map(\.id)).count == 50_000)
        #expect(fleet.instances.allSatisfy { $0.id.utf8.count == 19 })
    }

    @Test func aFleetHasAtLeastOneInstance() {
        #expect(throws: FleetError.self) { try Fleet(count: 0) }
        #expect(throws: FleetError.self) { try Fleet(count: .max) }
    }

    @Test(arguments: [
        #"[{"instanceId":"i-1","tags":{"tags":[{"key":"role","value":"web"}]}}]"#,
        #"{"dataSet":[{"instanceId":"i-1","tags":{"role":"web"}}]}"#,
        #"{"response":{"dataSet":[{"instanceId":"i-1","tags":[{"key":"role","value":"web"}]}]}}"#,
    ])
    func aFileHasItsTagsInAnyForm(json: String) throws {
        #expect(try fleet(json).instances[0].tags == [Fleet.Tag(key: "role", value: "web")])
    }

    @Test(arguments: [
        ("{", "no JSON: unexpected end at line 1, column 2"),
        ("[]", "it lists no instance"),
        ("{}", "neither an array of instances nor an object with a dataSet of them"),
        (#"[{"instanceName":"a"}]"#, "instance 1 has no instanceId"),
        (#"[{"instanceId":"a"},{"instanceId":"a"}]"#, "the instanceId a is used twice"),
        (#"[{"instanceId":7}]"#, "instanceId of instance 1 is no string"),
        (#"[{"instanceId":"a","tags":{"role":1}}]"#, "tags.role of instance 1 is no string"),
        (#"[{"instanceId":""}]"#, "instance 1 has an empty instanceId"),
    ])
    func aBadFileIsToldInASentence(json: String, reason: String) {
        #expect(throws: FleetError(reason)) { try fleet(json) }
    }

    @Test func fieldsThatTheSimulationDoesNotKnowAreShownAsTheyAre() throws {
        var cloud = try make(fleet: fleet(#"[{"instanceId":"i-1","cpu":64,"gpu":{"count":8}}]"#))
        let row = try #require(cloud.ask("DescribeInstances").rows.first)
        #expect(row["gpu"]?["count"] == 8)
        #expect(row["cpu"] == 64)
        #expect(row["memory"] == 4)
        #expect(row["instanceName"] == "i-1")
    }

    @Test func anArgumentIsANumberOrAFile() throws {
        let file = Array(#"[{"instanceId":"i-1"}]"#.utf8)
        #expect(try Fleet(argument: "7") { _ in [] }.count == 7)
        #expect(try Fleet(argument: "fleet.json") { _ in file }.count == 1)
        let error = #expect(throws: FleetError.self) { try Fleet(argument: "fleet.json") { _ in [] } }
        #expect(error?.reason.hasPrefix("the fleet file fleet.json cannot be used: ") == true)
    }
}
