internal import Basics
internal import Glibc
internal import Journal

/// Writes a journal on a thread of its own, so that a slow disk stops nothing but what waits for it.
///
/// `@unchecked Sendable`: `file`, `lock` and `problem` belong to that thread once it has started; the rest never changes.
final class JournalWriter: @unchecked Sendable {
    /// What becomes of events, told on the writer's thread.
    enum News: Sendable {
        /// Every event up to this number is durable.
        case durable(Int)
        case problem(JournalError)
    }

    private enum Order: Sendable {
        case write(JournalEntry)
        case close
    }

    private let orders = Mailbox<Order>()
    /// Gets one message when the thread has ended: why the last events are not durable, or nil.
    private let ended = Mailbox<JournalError?>()
    private let tell: @Sendable (News) -> Void
    private var file: JournalFile?
    /// The lock outlives every write, also after every other owner has let it go.
    private var lock: LockFile?
    private var problem: JournalError?

    /// - Throws: Where the system has no thread left.
    init(
        _ file: JournalFile, holding lock: LockFile?, tell: @escaping @Sendable (News) -> Void
    ) throws(JournalError) {
        (self.file, self.lock, self.tell) = (file, lock, tell)
        guard BackgroundThread({ [self] in run() }) != nil else {
            throw JournalError(.unavailable, "the system has no thread left for the journal")
        }
    }

    func write(_ entry: JournalEntry) { orders.post(.write(entry)) }

    /// Ends the thread once everything is written.
    func close() { orders.post(.close) }

    /// Waits for the end after ``close()``: why the last events are not durable, or nil.
    func waitForEnd(_ limit: Duration) -> JournalError? {
        guard let end = ended.take(waiting: limit).first else {
            return JournalError("the journal could not be written within \(limit)")
        }
        return end
    }

    // MARK: On the thread

    private static var now: Moment { Moment(nanoseconds: SystemClock.nanoseconds(of: CLOCK_MONOTONIC)) }

    private func run() {
        var schedule = CommitSchedule()
        var isClosing = false
        while !isClosing {
            for order in orders.take(waiting: schedule.patience(at: Self.now)) {
                switch order {
                case .write(let entry): schedule.add(entry, at: Self.now)
                case .close: isClosing = true
                }
            }
            write(isClosing ? schedule.takeAll() : schedule.takeDue(at: Self.now))
        }
        end()
    }

    private func write(_ entries: [JournalEntry]) {
        guard let last = entries.last, let file, problem?.kind != .failed else { return }
        do throws(JournalError) {
            do throws(JournalError) { try file.write(entries) } catch {
                try writeInReserve(entries, after: error)
            }
            tell(.durable(last.sequence))
            try file.tidy()
        } catch {
            note(error)
        }
    }

    /// Nothing was written, so that a second try is safe: what was appended belongs to the record of the roll, although nothing is
    /// begun any more.
    private func writeInReserve(_ entries: [JournalEntry], after error: JournalError) throws(JournalError) {
        guard error.kind == .full, problem == nil, let file else { throw JournalError(error.reason) }
        note(error)
        do throws(JournalError) { try file.write(entries) } catch { throw JournalError(error.reason) }
    }

    private func note(_ problem: JournalError) {
        if problem.kind == .full { file?.releaseReserve() }
        self.problem = problem
        tell(.problem(problem))
    }

    private func end() {
        // A log that can't be copied stays beside the database, and its events are durable in it.
        if problem == nil { try? file?.close() }
        (file, lock) = (nil, nil)
        ended.post(problem)
    }
}
