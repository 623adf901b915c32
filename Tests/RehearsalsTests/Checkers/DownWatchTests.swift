import Basics
import Testing

@testable import Rehearsals
@testable import Simulator

/// The downtimes that count against a script.
@Suite struct DownWatchTests {
    @Test func whatHappensWhileNobodyCanLookIsNotHeldAgainstTheScript() {
        let event = Event(
            at: .seconds(90), kind: .machine(0, MachineState(status: .stopped, isHealthy: false)))
        var watch = DownWatch(
            count: 1, notice: .seconds(30), staleness: 0, blindSpans: [.seconds(100) ..< .seconds(700)])
        watch.take(event)
        watch.letNoticesPass(until: .seconds(729))
        #expect(watch.count == 0)
        watch.letNoticesPass(until: .seconds(730))
        #expect(watch.count == 1)
    }
}
