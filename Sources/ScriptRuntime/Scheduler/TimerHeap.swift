import HeapModule

/// Deadlines in order; equal deadlines in the order in which they were set.
struct TimerHeap<Target> {
    private struct Entry: Comparable {
        let deadline: Duration
        let sequence: UInt64
        let target: Target
        /// Housekeeping: it keeps no run alive and hides no deadlock.
        let isBackground: Bool

        static func < (left: Entry, right: Entry) -> Bool {
            (left.deadline, left.sequence) < (right.deadline, right.sequence)
        }

        static func == (left: Entry, right: Entry) -> Bool { left.sequence == right.sequence }
    }

    private var entries = Heap<Entry>()
    private var sequence: UInt64 = 0
    /// How many entries somebody may be waiting for; stale ones count until they are due.
    private(set) var foregroundCount = 0

    var nextDeadline: Duration? { entries.min?.deadline }

    mutating func insert(_ target: Target, at deadline: Duration, isBackground: Bool = false) {
        sequence += 1
        if !isBackground { foregroundCount += 1 }
        entries.insert(
            Entry(deadline: deadline, sequence: sequence, target: target, isBackground: isBackground))
    }

    /// Removes the first target whose deadline is not after `now`.
    mutating func popDue(_ now: Duration) -> Target? {
        guard let first = entries.min, first.deadline <= now else { return nil }
        entries.removeMin()
        if !first.isBackground { foregroundCount -= 1 }
        return first.target
    }

    /// Drops entries from the front while they are stale, so that they neither wake nor delay anybody.
    mutating func dropStale(where isStale: (Target) -> Bool) {
        while let first = entries.min, isStale(first.target) {
            entries.removeMin()
            if !first.isBackground { foregroundCount -= 1 }
        }
    }
}
