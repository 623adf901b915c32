package import Basics

/// A journal in memory: it ends with its process.
package final class MemoryJournal: JournalStore {
    /// Calls back after a time; how long the next event takes to be durable, and nothing where it is so at once.
    package typealias Delay = (@escaping () -> Void) -> (any Cancellable)?

    package private(set) var entries: [JournalEntry] = []
    private let delay: Delay
    /// The numbers of events that are not durable yet.
    private var pending: Set<Int> = []
    private var waiters: [Int: (JournalError?) -> Void] = [:]
    private var waiterNumber = 0

    /// `delay` is asked for each event that an effect waits for.
    package init(delay: @escaping Delay = { _ in nil }) { self.delay = delay }

    package func append(_ entry: JournalEntry) throws(JournalError) {
        guard entry.sequence == entries.count + 1 else {
            throw JournalError("event \(entry.sequence) does not follow event \(entries.count)")
        }
        entries.append(entry)
        guard entry.isAwaited else { return }
        let timer = delay { [weak self] in self?.settle(entry.sequence) }
        if timer != nil { pending.insert(entry.sequence) }
    }

    package var isDurable: Bool { pending.isEmpty }

    package func whenDurable(_ completion: @escaping (JournalError?) -> Void) -> any Cancellable {
        waiterNumber += 1
        waiters[waiterNumber] = completion
        return Waiter(journal: self, number: waiterNumber)
    }

    private func settle(_ sequence: Int) {
        pending.remove(sequence)
        guard pending.isEmpty else { return }
        let called = waiters.sorted { $0.key < $1.key }
        waiters = [:]
        for waiter in called { waiter.value(nil) }
    }

    private final class Waiter: Cancellable {
        private weak var journal: MemoryJournal?
        private let number: Int

        init(journal: MemoryJournal, number: Int) {
            self.journal = journal
            self.number = number
        }

        func cancel() { journal?.waiters[number] = nil }
    }
}
