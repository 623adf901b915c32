import Basics
import Testing

@testable import ZenlayerCloud

struct InstanceListTests {
    private func rows(_ ids: some Sequence<String>) -> JSONValue {
        .array(ids.map { ["instanceId": .string($0)] })
    }

    private func page(_ all: [String], _ call: FakeCloud.Call) -> Result<TransportResponse, TransportError> {
        let wanted = call.ids.isEmpty ? all : call.ids
        let rows = rows(wanted.dropFirst(call.pageSize * (call.pageNumber - 1)).prefix(call.pageSize))
        return .ok(["totalCount": .integer(Int64(wanted.count)), "dataSet": rows])
    }

    private func list(_ rig: Rig, _ filter: InstanceFilter = InstanceFilter()) throws -> [String]? {
        try rig.run { rig.client.instances(matching: filter, completion: $0) }?.get()
            .compactMap { $0["instanceId"]?.stringValue }
    }

    @Test func allPagesComeInOrder() throws {
        let rig = Rig.make(pageSize: 100) { page(ids(250), $0) }
        #expect(try list(rig) == ids(250))
        #expect(rig.cloud.calls.map(\.pageNumber) == [1, 2, 3, 1, 2])
    }

    @Test func aRowThatIsNoObjectDoesNotMakeTheListShorter() {
        let rig = Rig.make { _ in .ok(["totalCount": 1, "dataSet": [["instanceId": "a"], "b"]]) }
        #expect(throws: CloudError.self) { try list(rig) }
    }

    @Test func aListThatShiftsWhileItIsReadHasNoInstanceTwice() throws {
        let rig = Rig.make(pageSize: 2) { call in
            let pages = [["a", "b"], ["b", "c"], ["d"]]
            return .ok(["totalCount": 4, "dataSet": rows(pages[min(call.pageNumber - 1, 2)])])
        }
        #expect(try list(rig) == ["a", "b", "c", "d"])
    }

    @Test func whatIsDeletedWhileTheListIsReadIsNotListed() throws {
        var all = ["a", "b", "c", "d", "e", "f"]
        let rig = Rig.make(pageSize: 2) { call in
            let answer = page(all, call)
            if call.pageNumber == 1 { all.removeAll { $0 == "a" } }
            return answer
        }
        #expect(try list(rig)?.sorted() == ["b", "c", "d", "e", "f"])
    }

    @Test func aListOfIdsIsAskedForInHundreds() throws {
        let rig = Rig.make { page([], $0) }
        #expect(try list(rig, InstanceFilter(instanceIDs: ids(250))) == ids(250))
        #expect(rig.cloud.calls.map(\.ids.count) == [100, 100, 50])
    }

    @Test func aBadIdHidesNoOther() throws {
        let rig = Rig.make { call in
            call.ids.contains("bad") ? .error(404, "INVALID_INSTANCE_NOT_FOUND") : page([], call)
        }
        #expect(try list(rig, InstanceFilter(instanceIDs: ["a", "bad", "b", "c"])) == ["a", "b", "c"])
    }

    @Test func anEmptyListOfIdsNeverMeansAll() {
        let rig = Rig.make { page(ids(5), $0) }
        let result = rig.run {
            rig.client.instances(matching: InstanceFilter(instanceIDs: []), completion: $0)
        }
        #expect(result?.error?.kind == .argument)
        #expect(throws: CloudError.self) {
            try rig.client.instancePages(matching: InstanceFilter(instanceIDs: []))
        }
        #expect(rig.cloud.calls.isEmpty)
    }

    @Test func pagesComeOneByOneAndThenNil() throws {
        let rig = Rig.make(pageSize: 2) { page(ids(3), $0) }
        let pages = try rig.client.instancePages(matching: InstanceFilter())
        let counts = try (0..<4).map { _ in try rig.run { pages.next(completion: $0) }?.get()?.count }
        #expect(counts == [2, 1, nil, nil])
        #expect(rig.cloud.calls.count == 3)
    }

    @Test func onePartThatFailsFailsTheList() {
        let rig = Rig.make { $0.ids.contains("i-0") ? .error(400, "MISSING_PARAMETER") : page([], $0) }
        let result = rig.run {
            rig.client.instances(matching: InstanceFilter(instanceIDs: ids(150)), completion: $0)
        }
        #expect(result?.error?.code == "MISSING_PARAMETER")
    }
}
