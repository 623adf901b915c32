import Testing

@testable import ZenlayerCloud

struct StatusWaiterTests {
    private func make(
        _ ids: [String] = ["a"], target: InstanceStatus = .running, mustLeave: Bool = true,
        timeout: Duration = .seconds(300), every: Duration = .seconds(3)
    ) -> StatusWaiter {
        StatusWaiter(ids, target: target, mustLeave: mustLeave, timeout: timeout, every: every)
    }

    private func see(_ waiter: inout StatusWaiter, _ statuses: [(String, InstanceStatus)]) throws {
        try waiter.observe(statuses.map { (id: $0.0, verdict: .success($0.1)) })
    }

    @Test func runningRightAfterARebootProvesNothing() throws {
        var waiter = make()
        try see(&waiter, [("a", .running)])
        #expect(!waiter.isOver)
        try see(&waiter, [("a", .rebooting)])
        try see(&waiter, [("a", .running)])
        #expect(waiter.outcome == .make(reached: ["a"], left: ["a"]))
    }

    @Test func withoutLeavingTheFirstLookMayBeEnough() throws {
        var waiter = make(mustLeave: false)
        try see(&waiter, [("a", .running)])
        #expect(waiter.outcome == .make(reached: ["a"]))
    }

    @Test func aMissingRowIsUnknown() throws {
        var waiter = make()
        try see(&waiter, [("a", .notFound)])
        try see(&waiter, [("a", .running)])
        #expect(waiter.outcome == .make(pending: [.init(id: "a", lastStatus: .running)]))
    }

    @Test func anUnknownWordMeansNotYet() throws {
        var waiter = make()
        try see(&waiter, [("a", InstanceStatus(rawValue: "DESTROYED"))])
        #expect(waiter.pendingIDs == ["a"])
    }

    @Test(arguments: [InstanceStatus.recycled, .recycling, .releasing, .createFailed])
    func aTerminalStatusIsALoss(status: InstanceStatus) throws {
        var waiter = make(["a", "b"])
        try see(&waiter, [("a", status), ("b", .running)])
        #expect(waiter.pendingIDs == ["b"])
        #expect(waiter.outcome.lost == [.init(id: "a", lastStatus: status)])
    }

    @Test func theWayIntoTheRecycleBinIsNoLossForWhoWaitsForIt() throws {
        var waiter = make(target: .recycled)
        try see(&waiter, [("a", .recycling)])
        #expect(!waiter.isOver)
    }

    @Test func onlyWhoWaitsForItsEndTakesAMissingRowAsOne() throws {
        var waiter = make(target: .notFound, mustLeave: false)
        try see(&waiter, [("a", .releasing)])
        try see(&waiter, [("a", .notFound)])
        #expect(waiter.outcome.reached == ["a"])
    }

    @Test func aReadErrorDecidesNothingButSlowsDown() throws {
        var waiter = make(["a", "b"])
        let error = CloudError.network("reset")
        try waiter.observe([("a", .failure(error)), ("b", .success(.rebooting))])
        #expect(waiter.pendingIDs == ["a", "b"])
        #expect(waiter.outcome.lastError == error)
        #expect(waiter.delay(now: .seconds(6)) == .seconds(6))
        for _ in 0..<20 { try waiter.observe([("a", .failure(error))]) }
        #expect(waiter.delay(now: .zero) == .seconds(60))
        try see(&waiter, [("a", .rebooting)])
        #expect(waiter.outcome.lastError == nil)
        #expect(waiter.delay(now: .zero) == .seconds(3))
    }

    @Test func refusedCredentialsEndIt() {
        var waiter = make()
        let error = CloudError(.credentials, code: "AUTHFAILURE_SIGNATURE_FAILURE", message: "")
        #expect(throws: error) { try waiter.observe([("a", .failure(error))]) }
    }

    @Test func looksFallOnACommonGrid() {
        #expect(make().delay(now: .milliseconds(3100)) == .milliseconds(2900))
        #expect(make().delay(now: .seconds(6)) == .seconds(3))
    }

    @Test func aShortWaitStillLooksSeveralTimes() {
        #expect(make(timeout: .seconds(4), every: .seconds(30)).delay(now: .zero) == .seconds(1))
    }
}

extension StatusWaitOutcome {
    static func make(
        reached: [String] = [], pending: [Instance] = [], lost: [Instance] = [], left: [String] = []
    ) -> StatusWaitOutcome {
        var outcome = StatusWaitOutcome()
        outcome.reached = reached
        outcome.pending = pending
        outcome.lost = lost
        outcome.left = left
        return outcome
    }
}
