internal import Journal

/// The completions that wait until events are durable, in the order in which they were added.
struct Waiters {
    typealias Completion = (JournalError?) -> Void

    private var waiting: [(number: Int, sequence: Int, completion: Completion)] = []
    private var lastNumber = 0

    var isEmpty: Bool { waiting.isEmpty }

    /// Adds a completion that waits for all events up to a number; returns the number of the waiter.
    mutating func add(upTo sequence: Int, _ completion: @escaping Completion) -> Int {
        lastNumber += 1
        waiting.append((lastNumber, sequence, completion))
        return lastNumber
    }

    mutating func remove(_ number: Int) { waiting.removeAll { $0.number == number } }

    /// Removes and returns the completions that wait for no later event.
    mutating func take(upTo sequence: Int) -> [Completion] {
        defer { waiting.removeAll { $0.sequence <= sequence } }
        return waiting.filter { $0.sequence <= sequence }.map(\.completion)
    }
}
