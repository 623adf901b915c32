import Testing

@testable import Basics

struct WatchdogTests {
    @Test func itCallsOnceWhenTheTimeIsOver() {
        let calls = Mailbox<Int>()
        let watchdog = Watchdog(after: .milliseconds(1)) { calls.post(1) }
        #expect(calls.take(waiting: nil) == [1])
        watchdog?.cancel()
        #expect(calls.take() == [])
    }

    @Test func whenCancelledItNeverCalls() {
        let calls = Mailbox<Int>()
        Watchdog(after: .seconds(3_600)) { calls.post(1) }?.cancel()
        #expect(calls.take() == [])
    }
}
