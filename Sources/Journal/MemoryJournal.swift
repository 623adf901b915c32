package import Basics

/// A journal in memory.
///
/// It can lose what was not durable, as a killed process does, and be gone on with afterwards.
package final class MemoryJournal: JournalStore {
    /// Calls back after a time; how long the next event takes to be durable, and nothing where it is so at once.
    package typealias Delay = (@escaping () -> Void) -> (any Cancellable)?
    /// Why an event can't be made durable; nil where it can.
    package typealias Failure = (JournalEntry) -> JournalError?
    /// Before an event is taken in; and after that, once it is durable where an effect waits for it.
    package enum Side: Sendable { case before, after }
    /// Told of each event on both sides; it may kill the process there.
    package typealias Watch = (JournalEntry, Side) -> Void

    package private(set) var entries: [JournalEntry]
    private let delay: Delay
    private let failure: Failure
    private let watch: Watch
    /// How many events a kill of the process leaves.
    private var durableCount: Int
    /// Finds durable events again; an event that is durable stays.
    private var index = EventIndex()
    /// The numbers of events that an effect waits for and that are not durable yet.
    private var pending: Set<Int> = []
    private var latch = JournalLatch()
    private var waiters: [Int: (JournalError?) -> Void] = [:]
    private var waiterNumber = 0
    /// Counts the losses, so that what was under way before one has no effect after it.
    private var life = 0

    /// Makes a journal whose `entries` are durable from the start.
    ///
    /// Both closures are asked for each event that an effect waits for: `delay` when it is appended, `failure` when its time is over.
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
    /// The events that another process could read.
    package var durableEntries: [JournalEntry] {
        durableCount == entries.count ? entries : Array(entries.prefix(durableCount))
    }

    /// Where to find them.
    var durableIndex: EventIndex {
        index.extend(to: entries.prefix(durableCount))
        return index
    }

    /// How many events are not durable yet.
    package var pendingCount: Int { entries.count - durableCount }

    /// The process is killed: what was not durable is lost, and so are the completions.
    ///
    /// The first `count` events of those that were not durable are kept: a kill can come after a write and before its confirmation.
    /// Below 0, the last durable events are lost as well, as without syncs.
    package func losePending(keeping count: Int = 0) {
        durableCount = max(0, min(entries.count, durableCount + count))
        entries.removeLast(entries.count - durableCount)
        (pending, waiters, latch) = ([], [:], JournalLatch())
        life += 1
    }

    /// The process is killed, and nothing is written any more.
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
