import Testing

@testable import HTTPTransport

struct ConnectionQuotaTests {
    @Test func whoHasWaitedLongestIsNext() {
        var quota = ConnectionQuota(connectionsMax: 1)
        let admitted = [UInt64](1...3).filter { quota.admit($0, to: "a") }
        #expect(admitted == [1])
        let released = (1...3).map { _ in quota.release("a") }
        #expect(released == [2, 3, nil])
        let isAdmitted = quota.admit(4, to: "a")
        #expect(isAdmitted)
    }

    @Test func serversDoNotWaitForEachOther() {
        var quota = ConnectionQuota(connectionsMax: 1)
        let admitted = ["a", "b"].map { quota.admit(1, to: $0) }
        #expect(admitted == [true, true])
    }

    @Test func whoHasWithdrawnIsPassedOver() {
        var quota = ConnectionQuota(connectionsMax: 1)
        _ = quota.admit(1, to: "a")
        _ = quota.admit(2, to: "a")
        quota.withdraw(2, from: "a")
        let next = quota.release("a")
        #expect(next == nil)
    }
}
