import Basics
import DequeModule
import HeapModule

/// Deadlines in order; equal deadlines in the order in which they were set.
///
/// Most timers are due after all timers set before them, because scripts sleep for the same few durations.
/// Such timers are appended to a queue; only the other timers go through a heap.
struct TimerHeap<Target> {
    private struct Entry: Comparable {
        let deadline: Moment
        let sequence: UInt64
        let target: Target
        /// A background timer does not keep a run alive and does not hide a deadlock.
        let isBackground: Bool

        static func < (left: Entry, right: Entry) -> Bool {
            left.deadline == right.deadline ? left.sequence < right.sequence : left.deadline < right.deadline
        }

        static func == (left: Entry, right: Entry) -> Bool { left.sequence == right.sequence }
    }

    private var inOrder = Deque<Entry>()
    private var others = Heap<Entry>()
    private var sequence: UInt64 = 0
    /// The number of entries that are not in the background; a stale entry counts until it is removed.
    private(set) var foregroundCount = 0

    var nextDeadline: Moment? { first?.deadline }

    mutating func insert(_ target: Target, at deadline: Moment, isBackground: Bool = false) {
        sequence += 1
        if !isBackground { foregroundCount += 1 }
        let entry = Entry(deadline: deadline, sequence: sequence, target: target, isBackground: isBackground)
        if let last = inOrder.last, entry.deadline < last.deadline {
            others.insert(entry)
        } else {
            inOrder.append(entry)
        }
    }

    /// Removes the first target whose deadline is not after `now`.
    mutating func popDue(_ now: Moment) -> Target? {
        guard let first, first.deadline <= now else { return nil }
        remove(first)
        return first.target
    }

    /// Drops stale entries from the front, so that they do not wake the loop.
    mutating func dropStale(where isStale: (Target) -> Bool) {
        while let first, isStale(first.target) { remove(first) }
    }

    private var first: Entry? {
        guard let other = others.min else { return inOrder.first }
        guard let queued = inOrder.first else { return other }
        return min(queued, other)
    }

    private mutating func remove(_ entry: Entry) {
        if inOrder.first == entry { inOrder.removeFirst() } else { others.removeMin() }
        if !entry.isBackground { foregroundCount -= 1 }
    }
}
