internal import Basics
internal import Journal

/// Decides when the events that have come in are written: all of them at once when an effect waits for one, and otherwise within a
/// second.
struct CommitSchedule {
    static let delay = Duration.seconds(1)

    private var entries: [JournalEntry] = []
    private var deadline: Moment?

    mutating func add(_ entry: JournalEntry, at now: Moment) {
        entries.append(entry)
        deadline = entry.isAwaited ? now : min(deadline ?? .never, now + Self.delay)
    }

    /// How long nothing needs to be done; nil: until the next event.
    func patience(at now: Moment) -> Duration? { deadline.map { max(.zero, $0.since(now)) } }

    /// The events to be written now; none before their time.
    mutating func takeDue(at now: Moment) -> [JournalEntry] {
        guard let deadline, deadline <= now else { return [] }
        return takeAll()
    }

    mutating func takeAll() -> [JournalEntry] {
        defer { (entries, deadline) = ([], nil) }
        return entries
    }
}
