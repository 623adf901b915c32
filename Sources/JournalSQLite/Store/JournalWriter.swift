internal import Basics
internal import Glibc
internal import Journal

/// Writes a journal on its own thread, so that a slow disk stops only the tasks that wait for it.
///
/// `@unchecked Sendable`: `file`, `lock` and `problem` belong to that thread once it has started; the other
/// properties never change.
final class JournalWriter: @unchecked Sendable {
    /// The results of writes, reported on the writer's thread.
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
    /// The lock is held until the last write, even after every other owner has released it.
    private var lock: LockFile?
    private var problem: JournalError?

    /// Starts the thread.
    /// - Throws: An error if the system has no thread left.
    init(
        _ file: JournalFile, holding lock: LockFile?, tell: @escaping @Sendable (News) -> Void
    ) throws(JournalError) {
        (self.file, self.lock, self.tell) = (file, lock, tell)
        guard BackgroundThread({ [self] in run() }) != nil else {
            throw JournalError(.unavailable, "the system has no thread left for the journal")
        }
    }

    func write(_ entry: JournalEntry) { orders.post(.write(entry)) }

    /// Ends the thread after all events are written.
    func close() { orders.post(.close) }

    /// Waits for the end of the thread after ``close()``; returns why the last events are not durable, or
    /// nil.
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

    /// After a write failed on a full disk, writes the events again, into the space of the reserve.
    ///
    /// The second try is safe, because the first try wrote nothing. The events belong to the record of the
    /// roll, although no further instance is started.
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
        // A log that can't be copied stays beside the database, and the events in it are durable.
        if problem == nil { try? file?.close() }
        (file, lock) = (nil, nil)
        ended.post(problem)
    }
}
