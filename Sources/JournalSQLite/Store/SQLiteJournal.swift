internal import Basics
internal import Journal

/// The journal of one campaign on the disk, for the script's thread.
final class SQLiteJournal: JournalStore {
    /// The time limit of closing.
    private static let closingLimit = Duration.seconds(5)

    private let deliver: Deliver
    private let relay: Relay
    private let writer: JournalWriter
    /// The events that were verified at the start, and the events appended since.
    private var kept: EntryBytes
    private var latch = JournalLatch()
    private var waiters = Waiters()
    /// The last event that is known to be durable, and the last event for which an effect waits.
    private var durable: Int
    private var awaited = 0
    private var isClosed = false

    /// Opens an existing journal.
    ///
    /// The lock is held until the last event is written.
    init(
        _ place: JournalPlace, holding lock: LockFile?, hooks: JournalHooks = JournalHooks(),
        deliver: @escaping Deliver
    ) throws(JournalError) {
        let opened = try JournalFile.open(place, hooks: hooks)
        let relay = Relay()
        (self.deliver, self.relay, kept) = (deliver, relay, opened.entries)
        durable = opened.entries.count
        writer = try JournalWriter(opened.file, holding: lock) { news in
            deliver { relay.journal?.receive(news) }
        }
        relay.journal = self
    }

    deinit { writer.close() }

    func append(_ entry: JournalEntry) throws(JournalError) {
        if isClosed { throw JournalError("the journal is closed") }
        try latch.check(entry)
        guard entry.sequence == kept.count + 1 else {
            throw JournalError("event \(entry.sequence) does not follow event \(kept.count)")
        }
        kept.append(entry.encoded)
        if entry.isAwaited { awaited = entry.sequence }
        writer.write(entry)
    }

    var isDurable: Bool { awaited <= durable && latch.problem == nil }

    func whenDurable(_ completion: @escaping (JournalError?) -> Void) -> any Cancellable {
        let number = waiters.add(upTo: awaited, completion)
        if awaited <= durable || latch.problem != nil { deliver { [relay] in relay.journal?.callWaiters() } }
        return Waiter(journal: self, number: number)
    }

    var count: Int { kept.count }

    func entry(_ sequence: Int) -> JournalEntry { kept.entry(sequence) }

    /// Whether a task waits until events are durable, and will be called.
    var isBusy: Bool { !waiters.isEmpty }

    @discardableResult
    func close() -> JournalError? {
        guard !isClosed else { return latch.problem }
        isClosed = true
        writer.close()
        if let problem = writer.waitForEnd(Self.closingLimit) {
            latch.close(problem)
        } else {
            durable = kept.count
        }
        callWaiters()
        return latch.problem
    }

    private func receive(_ news: JournalWriter.News) {
        switch news {
        case .durable(let sequence): durable = max(durable, sequence)
        case .problem(let problem): latch.close(problem)
        }
        callWaiters()
    }

    /// Calls completions; after a problem, calls all of them, because no further instance is started.
    private func callWaiters() {
        let problem = latch.problem
        for completion in waiters.take(upTo: problem == nil ? durable : .max) { completion(problem) }
    }

    fileprivate func giveUp(_ number: Int) { waiters.remove(number) }
}

/// Passes news from the writer's thread to the journal.
///
/// `@unchecked Sendable`: only the script's thread uses `journal`.
private final class Relay: @unchecked Sendable {
    weak var journal: SQLiteJournal?
}

private final class Waiter: Cancellable {
    private weak var journal: SQLiteJournal?
    private let number: Int

    init(journal: SQLiteJournal, number: Int) {
        self.journal = journal
        self.number = number
    }

    func cancel() { journal?.giveUp(number) }
}
