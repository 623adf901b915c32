/// The events of a journal in memory that were durable when it was opened for reading.
final class MemoryHistory: CampaignHistory {
    private let all: [JournalEntry]
    private let index: EventIndex

    init(_ journal: MemoryJournal) { (all, index) = (journal.durableEntries, journal.durableIndex) }

    var count: Int { all.count }

    func entries(numbered range: ClosedRange<Int>) -> [JournalEntry] {
        all.filter { range.contains($0.sequence) }
    }

    func visit(
        _ kinds: Set<String>, _ body: (JournalEntry) throws(JournalError) -> Void
    ) throws(JournalError) {
        for position in index.positions(of: kinds) { try body(all[position]) }
    }

    func entries(about instance: String) -> [JournalEntry] {
        index.positions(about: [instance]).map { all[$0] }
    }

    func entries(of kinds: Set<String>, about instances: Set<String>, since time: Double) -> [JournalEntry] {
        index.positions(about: instances).compactMap { position in
            let outline = index.outline(at: position)
            return kinds.contains(outline.kind) && outline.time >= time ? all[position] : nil
        }
    }
}
