/// Finds the events of a journal in memory by kind and by instance; decodes each event once.
struct EventIndex {
    private var outlines: [EventOutline] = []
    /// The positions of the events about each instance.
    private var positions: [String: [Int]] = [:]

    /// Adds the events that the index does not have yet; `entries` begins with the events that it has.
    mutating func extend(to entries: some Collection<JournalEntry>) {
        for entry in entries.dropFirst(outlines.count) {
            let outline = EventOutline(entry.encoded)
            for instance in outline.subjects { positions[instance, default: []].append(outlines.count) }
            outlines.append(outline)
        }
    }

    /// Returns the positions of the events of some kinds, in order.
    func positions(of kinds: Set<String>) -> [Int] {
        outlines.indices.filter { kinds.contains(outlines[$0].kind) }
    }

    /// Returns the positions of the events about any of some instances, in order.
    func positions(about instances: Set<String>) -> [Int] {
        Set(instances.flatMap { positions[$0] ?? [] }).sorted()
    }

    func outline(at position: Int) -> EventOutline { outlines[position] }
}
