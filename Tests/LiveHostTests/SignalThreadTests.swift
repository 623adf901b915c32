import Basics
import Glibc
import ScriptRuntime
import Synchronization
import Testing

@testable import LiveHost

struct StopSignalsTests {
    @Test func theFirstAsksAndTheSecondEndsWithTheSignalsOwnCode() {
        var stops = StopSignals()
        let actions = [SIGTERM, SIGINT].map { stops.received($0) }
        #expect(actions == [.ask(count: 1), .exit(code: 130)])
    }

    @Test func afterAResetTheNextIsTheFirstAgain() {
        var stops = StopSignals()
        _ = stops.received(SIGINT)
        stops.reset()
        let actions = [SIGINT, SIGTERM].map { stops.received($0) }
        #expect(actions == [.ask(count: 1), .exit(code: 143)])
    }

    @Test func theEndOfASessionSendsTwoHangupsAndTheSecondHurriesNothing() {
        var stops = StopSignals()
        let actions = [SIGHUP, SIGHUP, SIGTERM].map { stops.received($0) }
        #expect(actions == [.ask(count: 1), .ignore, .exit(code: 143)])
    }
}

struct SignalThreadTests {
    private enum Seen: Equatable, Sendable {
        case event(HostEvent)
        case interrupt(signal: Int32, count: Int)
        case exit(Int32)
    }

    @Test func aSignalBecomesAnEventAndAnInterruptAndTheSecondEndsTheProgram() {
        let seen = Mailbox<Seen>()
        let signals = SignalThread(exit: { seen.post(.exit($0)) }) { seen.post(.event($0)) }
        signals.onStop = { seen.post(.interrupt(signal: $0, count: $1)) }
        signals.handle(SIGUSR1)
        signals.handle(SIGINT)
        signals.handle(SIGTERM)
        #expect(
            seen.take() == [
                .event(.describeTasks), .event(.stop(signal: SIGINT, count: 1)),
                .interrupt(signal: SIGINT, count: 1), .exit(143),
            ])
    }

    @Test func aSignalOfTheSystemArrivesOnItsOwnThread() {
        let seen = Mailbox<Seen>()
        let signals = SignalThread { seen.post(.event($0)) }
        signals.start()
        signals.send(SIGUSR1)
        #expect(seen.take(waiting: nil) == [.event(.describeTasks)])
    }

    @Test func aSignalThatWasIgnoredAtTheStartStaysIgnored() {
        let all = SignalThread(isIgnored: { _ in false }) { _ in }
        #expect(all.signals == [SIGINT, SIGTERM, SIGQUIT, SIGHUP, SIGUSR1])
        let underNohup = SignalThread(isIgnored: { $0 == SIGHUP }) { _ in }
        #expect(underNohup.signals == [SIGINT, SIGTERM, SIGQUIT, SIGUSR1])
    }

    @Test func anIgnoredSignalIsRecognised() {
        let old = signal(SIGWINCH, SIG_IGN)
        #expect(isSignalIgnored(SIGWINCH))
        signal(SIGWINCH, SIG_DFL)
        #expect(!isSignalIgnored(SIGWINCH))
        signal(SIGWINCH, old)
    }
}
