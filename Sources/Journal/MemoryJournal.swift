package import Basics

/// A journal in memory.
///
/// It can lose events that were not durable, as a killed process does, and be resumed afterwards.
package final class MemoryJournal: JournalStore {
    /// Calls back after the time that the next event takes to become durable; returns nil if the event is
    /// durable at once.
    package typealias Delay = (@escaping () -> Void) -> (any Cancellable)?
    /// Returns why an event can't be made durable; nil if it can.
    package typealias Failure = (JournalEntry) -> JournalError?
    /// The moment before an event is appended, or after that; if an effect waits for the event, after it is
    /// durable.
    package enum Side: Sendable { case before, after }
    /// Called for each event at both moments; it may kill the process.
    package typealias Watch = (JournalEntry, Side) -> Void

    package private(set) var entries: [JournalEntry]
    private let delay: Delay
    private let failure: Failure
    private let watch: Watch
    /// The number of events that a kill of the process leaves.
    private var durableCount: Int
    /// The index of the durable events, which grows as events become durable.
    private var index = EventIndex()
    /// The numbers of events for which an effect waits and that are not durable yet.
    private var pending: Set<Int> = []
    private var latch = JournalLatch()
    private var waiters: [Int: (JournalError?) -> Void] = [:]
    private var waiterNumber = 0
    /// Counts the losses of events, so that a call planned before a loss has no effect after it.
    private var life = 0

    /// Makes a journal whose `entries` are durable from the start.
    ///
    /// For each event for which an effect waits, calls `delay` when the event is appended, and `failure` when
    /// its delay is over.
    package init(
        entries: [JournalEntry] = [], delay: @escaping Delay = { _ in nil },
        failure: @escaping Failure = { _ in nil }, watch: @escaping Watch = { _, _ in }
    ) {
        self.entries = entries
        self.delay = delay
        self.failure = failure
        self.watch = watch
        durableCount = entries.count
    }

    package func append(_ entry: JournalEntry) throws(JournalError) {
        try latch.check(entry)
        guard entry.sequence == entries.count + 1 else {
            throw JournalError("event \(entry.sequence) does not follow event \(entries.count)")
        }
        watch(entry, .before)
        try latch.check(entry)
        entries.append(entry)
        guard entry.isAwaited else { return watch(entry, .after) }
        pending.insert(entry.sequence)
        let timer = delay { [weak self, life] in self?.settle(entry, life) }
        if timer == nil { settle(entry, life) }
    }

    package var count: Int { entries.count }

    package func entry(_ sequence: Int) -> JournalEntry { entries[sequence - 1] }

    package var isDurable: Bool { pending.isEmpty && latch.problem == nil }

    package func whenDurable(_ completion: @escaping (JournalError?) -> Void) -> any Cancellable {
        waiterNumber += 1
        waiters[waiterNumber] = completion
        if pending.isEmpty { callWaiters() }
        return Waiter(journal: self, number: waiterNumber)
    }

    private func settle(_ entry: JournalEntry, _ life: Int) {
        guard life == self.life, pending.contains(entry.sequence) else { return }
        if latch.problem == nil, let problem = failure(entry) { latch.close(problem) }
        if latch.problem != nil {
            pending = []
            return callWaiters()
        }
        pending.remove(entry.sequence)
        // Events become durable in their order.
        durableCount = max(durableCount, pending.min().map { $0 - 1 } ?? entry.sequence)
        watch(entry, .after)
        if pending.isEmpty { callWaiters() }
    }

    private func callWaiters() {
        let called = waiters.sorted { $0.key < $1.key }
        waiters = [:]
        for waiter in called { waiter.value(latch.problem) }
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

// MARK: - The end of a process

extension MemoryJournal {
    /// The events that another process can read.
    package var durableEntries: [JournalEntry] {
        durableCount == entries.count ? entries : Array(entries.prefix(durableCount))
    }

    /// The index of the durable events.
    var durableIndex: EventIndex {
        index.extend(to: entries.prefix(durableCount))
        return index
    }

    /// How many events are not durable yet.
    package var pendingCount: Int { entries.count - durableCount }

    /// Simulates that the process was killed: drops the events that were not durable, and the completions.
    ///
    /// Keeps the first `count` of the events that were not durable, because a kill can come after a write and
    /// before its confirmation. If `count` is below 0, also drops the last durable events, as on a disk
    /// without syncs.
    package func losePending(keeping count: Int = 0) {
        durableCount = max(0, min(entries.count, durableCount + count))
        if count < 0 { index = EventIndex() }
        entries.removeLast(entries.count - durableCount)
        (pending, waiters, latch) = ([], [:], JournalLatch())
        life += 1
    }

    /// Simulates that the process was killed, and closes the journal.
    func die(keeping count: Int) {
        losePending(keeping: count)
        close()
    }

    @discardableResult
    package func close() -> JournalError? {
        let problem = latch.problem
        if problem?.kind != .failed { durableCount = entries.count }
        losePending()
        latch.close(JournalError("the journal is closed"))
        return problem
    }
}
