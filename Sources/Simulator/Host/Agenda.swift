import Basics
import HeapModule

/// What will happen at which moment of virtual time; equal moments in the order in which they were planned.
struct Agenda {
    /// One thing that will happen, unless it is cancelled.
    final class Entry: Cancellable, Comparable {
        let at: Moment
        let sequence: Int
        /// Whether the loop may wait for it: a request's answer yes, a signal no.
        let isWork: Bool
        /// Nil once it is over or given up.
        fileprivate(set) var action: (() -> Void)?

        fileprivate init(at: Moment, sequence: Int, isWork: Bool, action: @escaping () -> Void) {
            self.at = at
            self.sequence = sequence
            self.isWork = isWork
            self.action = action
        }

        func cancel() { action = nil }

        static func < (left: Entry, right: Entry) -> Bool {
            left.at == right.at ? left.sequence < right.sequence : left.at < right.at
        }

        static func == (left: Entry, right: Entry) -> Bool { left === right }
    }

    private var entries = Heap<Entry>()
    private var planned = 0

    /// Plans something.
    mutating func add(at moment: Moment, isWork: Bool = true, _ action: @escaping () -> Void) -> Entry {
        let entry = Entry(at: moment, sequence: planned, isWork: isWork, action: action)
        planned += 1
        entries.insert(entry)
        return entry
    }

    /// When the next thing happens; nil when nothing will.
    mutating func next() -> Moment? {
        while let entry = entries.min, entry.action == nil { entries.removeMin() }
        return entries.min?.at
    }

    /// Takes out the next thing that is due.
    mutating func takeDue(at now: Moment) -> (() -> Void)? {
        guard let moment = next(), moment <= now else { return nil }
        return entries.popMin().flatMap { entry in
            defer { entry.cancel() }
            return entry.action
        }
    }

    /// Whether anything that counts as work will happen.
    var hasWork: Bool { entries.unordered.contains { $0.isWork && $0.action != nil } }
}
