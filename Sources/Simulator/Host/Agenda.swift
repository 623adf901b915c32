import Basics
import HeapModule

/// The planned actions, by moment of virtual time; at equal moments in the order in which they were planned.
struct Agenda {
    /// A planned action, unless it is cancelled.
    final class Entry: Cancellable, Comparable {
        let at: Moment
        let sequence: Int
        /// Whether the loop may wait for it: true for a request's answer, false for a signal.
        let isWork: Bool
        /// Nil once it has run or was cancelled.
        fileprivate(set) var action: (() -> Void)?

        fileprivate init(at: Moment, sequence: Int, isWork: Bool, action: (() -> Void)?) {
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

    /// An entry that never has an action.
    static var nothing: Entry { Entry(at: .never, sequence: 0, isWork: false, action: nil) }

    private var entries = Heap<Entry>()
    private var planned = 0

    /// Plans an action.
    mutating func add(at moment: Moment, isWork: Bool = true, _ action: @escaping () -> Void) -> Entry {
        let entry = Entry(at: moment, sequence: planned, isWork: isWork, action: action)
        planned += 1
        entries.insert(entry)
        return entry
    }

    /// The moment of the next action; nil if there is none.
    mutating func next() -> Moment? {
        while let entry = entries.min, entry.action == nil { entries.removeMin() }
        return entries.min?.at
    }

    /// Removes and returns the next action that is due.
    mutating func takeDue(at now: Moment) -> (() -> Void)? {
        guard let moment = next(), moment <= now else { return nil }
        return entries.popMin().flatMap { entry in
            defer { entry.cancel() }
            return entry.action
        }
    }

    /// Whether an action is planned that counts as work.
    var hasWork: Bool { entries.unordered.contains { $0.isWork && $0.action != nil } }
}
