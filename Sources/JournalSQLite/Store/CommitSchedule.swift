internal import Basics
internal import Journal

/// Decides when appended events are written: all of them at once if an effect waits for one of them, and
/// otherwise within a second.
struct CommitSchedule {
    static let delay = Duration.seconds(1)

    private var entries: [JournalEntry] = []
    private var deadline: Moment?

    mutating func add(_ entry: JournalEntry, at now: Moment) {
        entries.append(entry)
        deadline = entry.isAwaited ? now : min(deadline ?? .never, now + Self.delay)
    }

    /// Returns how long the writer may wait; nil means until the next event.
    func patience(at now: Moment) -> Duration? { deadline.map { max(.zero, $0.since(now)) } }

    /// Returns the events to write now; none before their time.
    mutating func takeDue(at now: Moment) -> [JournalEntry] {
        guard let deadline, deadline <= now else { return [] }
        return takeAll()
    }

    mutating func takeAll() -> [JournalEntry] {
        defer { (entries, deadline) = ([], nil) }
        return entries
    }
}
