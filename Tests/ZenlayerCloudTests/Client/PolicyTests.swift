import Basics
import Testing

@testable import ZenlayerCloud

struct RetryPolicyTests {
    private let error = CloudError.network("x")

    private func decide(
        _ outcome: AttemptOutcome, attempt: Int = 1, _ repeatability: Repeatability = .never,
        jitter: Double = 0
    ) -> RetryPolicy.Decision {
        RetryPolicy().decision(
            attempt: attempt, outcome: outcome, repeatability: repeatability, jitter: jitter)
    }

    @Test func aWriteIsRepeatedOnlyWhenTheCloudDidNotSeeIt() {
        #expect(decide(.notSent(error)) == .retry(after: .milliseconds(250)))
        #expect(decide(.throttled(error, retryAfter: nil)) == .retry(after: .milliseconds(250)))
        #expect(decide(.unknown(error)) == .giveUp)
        #expect(decide(.refused(error), .safe) == .giveUp)
    }

    @Test func aReadIsRepeatedWithGrowingPauses() {
        let pauses = (1...4).map { decide(.unknown(error), attempt: $0, .safe, jitter: 0.5) }
        #expect(
            pauses == [
                .retry(after: .milliseconds(375)), .retry(after: .milliseconds(750)),
                .retry(after: .milliseconds(1500)),
                .giveUp,
            ])
    }

    @Test func aReadThatCannotGetBetterIsNotRepeated() {
        #expect(decide(.unknown(.responseTooLarge(limit: 1)), .safe) == .giveUp)
    }

    @Test func theServersPauseIsTheLeast() {
        let outcome = AttemptOutcome.throttled(error, retryAfter: .seconds(7))
        #expect(decide(outcome) == .retry(after: .seconds(7)))
        #expect(decide(outcome, jitter: 0.5) == .retry(after: .milliseconds(7250)))
        #expect(decide(.throttled(error, retryAfter: .seconds(3600))) == .giveUp)
        #expect(decide(outcome, attempt: 10) == .giveUp)
        #expect(decide(outcome, attempt: .max - 1) == .giveUp)
    }
}

struct RateLimiterTests {
    private func goes(_ limiter: inout RateLimiter, until end: Duration) -> [Double] {
        var times: [Double] = []
        var now: Duration = .zero
        while now < end {
            switch limiter.take(now: now) {
            case .go: times.append(now / .seconds(1))
            case .wait(let moment):
                #expect(moment > now)
                now = moment
            }
        }
        return times
    }

    @Test func afterABurstComesTheRate() {
        var limiter = RateLimiter(rate: 10, burst: 3)
        #expect(goes(&limiter, until: .milliseconds(450)) == [0, 0, 0, 0.1, 0.2, 0.3, 0.4])
    }

    @Test func neverMoreThanTheRateInAnyLongTime() {
        var limiter = RateLimiter(rate: 7, burst: 5)
        #expect(goes(&limiter, until: .seconds(100)).count <= 705)
    }

    @Test func zeroIsNoLimit() {
        var limiter = RateLimiter(rate: 0, burst: 1)
        #expect((0..<1000).allSatisfy { _ in limiter.take(now: .zero) == .go })
    }

    @Test func aPauseHoldsEveryoneAndLeavesNoBurst() {
        var limiter = RateLimiter(rate: 10, burst: 5)
        limiter.backOff(until: .seconds(2))
        limiter.backOff(until: .seconds(1))
        #expect(limiter.take(now: .seconds(1)) == .wait(until: .seconds(2)))
        #expect(limiter.take(now: .seconds(2)) == .go)
        #expect(limiter.take(now: .seconds(2)) == .wait(until: .milliseconds(2100)))
    }
}

struct BatcherTests {
    @Test func everyIdOnceInOrderAndNoneLost() {
        let batches = Batcher.chunks((ids(250) + ids(300)).withoutRepeats())
        #expect(batches.map(\.count) == [100, 100, 100])
        #expect(batches.flatMap { $0 } == ids(300))
        #expect(Batcher.chunks([]).isEmpty)
    }

    @Test func onlyARefusalThatMayConcernOneIdIsSplit() {
        let split = CloudError(.api, code: "INVALID_INSTANCE_NOT_FOUND", message: "")
        #expect(Batcher.halves(["a", "b", "c"], refusedWith: split) == [["a", "b"], ["c"]])
        #expect(Batcher.halves(["a"], refusedWith: split) == nil)
        for code in ["SECURITY_CHALLENGE", "OPERATION_DENIED_ARREARS", "MISSING_PARAMETER"] {
            #expect(
                Batcher.halves(["a", "b"], refusedWith: CloudError(.api, code: code, message: "")) == nil)
        }
        let refused = CloudError(.credentials, code: "AUTHFAILURE_INSTANCE", message: "")
        #expect(Batcher.halves(["a", "b"], refusedWith: refused) == nil)
    }
}
