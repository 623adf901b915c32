package import Basics

/// The runtime's clock, timers and random numbers, for the cloud client.
package final class LoopTimeline: Timeline {
    private unowned let runtime: ScriptRuntime

    package init(_ runtime: ScriptRuntime) { self.runtime = runtime }

    package var now: Duration { runtime.host.now.sinceStart }

    package var unixSeconds: Int64 { runtime.host.wallClockNanoseconds / 1_000_000_000 }

    package func schedule(after delay: Duration, _ action: @escaping () -> Void) -> any Cancellable {
        runtime.schedule(after: delay, action)
    }

    package func randomUnit() -> Double { runtime.randomUnit() }
}

extension ScriptRuntime {
    /// Calls `action` once, `delay` from now; a background timer does not keep the run alive.
    @discardableResult
    package func schedule(
        after delay: Duration, isBackground: Bool = false, _ action: @escaping () -> Void
    ) -> TimerAction {
        let timer = TimerAction(action)
        timers.insert(.action(timer), at: host.now + delay, isBackground: isBackground)
        return timer
    }

    /// Draws a random number from 0 ..< 1.
    package func randomUnit() -> Double { Double(host.randomBits() >> 11) * 0x1p-53 }
}
