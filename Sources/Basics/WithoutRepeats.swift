extension Sequence where Element: Hashable {
    /// Each element once, in the order of its first mention.
    @inlinable package func withoutRepeats() -> [Element] {
        var seen = Set<Element>(minimumCapacity: underestimatedCount)
        return filter { seen.insert($0).inserted }
    }
}
