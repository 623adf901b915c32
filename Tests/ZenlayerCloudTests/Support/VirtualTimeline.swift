import Basics

/// Time that stands still until a test lets it pass.
final class VirtualTimeline: Timeline {
    private(set) var now: Duration = .zero
    private var timers: [Timer] = []
    private var generator: SplitMix64
    private var scheduledCount = 0

    init(seed: UInt64 = 1) {
        generator = SplitMix64(seed: seed)
    }

    private final class Timer: Cancellable {
        let deadline: Duration
        let number: Int
        var action: (() -> Void)?

        init(deadline: Duration, number: Int, action: @escaping () -> Void) {
            self.deadline = deadline
            self.number = number
            self.action = action
        }

        func cancel() { action = nil }
    }

    var unixSeconds: Int64 { 1_700_000_000 + now.components.seconds }

    func randomUnit() -> Double { Double.random(in: 0..<1, using: &generator) }

    func schedule(after delay: Duration, _ action: @escaping () -> Void) -> any Cancellable {
        scheduledCount += 1
        let timer = Timer(deadline: now + max(.zero, delay), number: scheduledCount, action: action)
        let index = timers.firstIndex { $0.deadline > timer.deadline } ?? timers.endIndex
        timers.insert(timer, at: index)
        return timer
    }

    /// Lets time pass until no timer is left, or until `end`.
    func run(until end: Duration = .seconds(100_000)) {
        while let timer = timers.first, timer.deadline <= end {
            timers.removeFirst()
            guard let action = timer.action else { continue }
            now = timer.deadline
            action()
        }
    }
}
