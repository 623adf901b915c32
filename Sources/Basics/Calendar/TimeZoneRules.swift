/// The rules of one time zone of the IANA database: what its clocks show at any moment.
package struct TimeZoneRules: Sendable, Equatable {
    /// One offset of the zone: seconds to be added to UTC.
    struct Kind: Sendable, Equatable {
        var offset: Int64
        var isDaylight: Bool
    }

    /// The database's name: `Europe/Paris`.
    package let name: String
    /// Moments, in seconds since 1970 UTC, from which another kind is valid; ascending.
    let transitions: [(at: Int64, kind: Int)]
    let kinds: [Kind]
    /// The kind that is valid before the first transition.
    let firstKind: Int
    /// The rule that is valid after the last transition.
    let later: RecurringRule?

    package static let utc = TimeZoneRules(
        name: "UTC", transitions: [], kinds: [Kind(offset: 0, isDaylight: false)], firstKind: 0, later: nil)

    package static func == (left: Self, right: Self) -> Bool { left.name == right.name }

    /// Seconds to be added to UTC at a moment.
    package func offset(at unixSeconds: Int64) -> Int64 {
        guard let last = transitions.last else {
            return later?.offset(at: unixSeconds) ?? kinds[firstKind].offset
        }
        if unixSeconds >= last.at, let later { return later.offset(at: unixSeconds) }
        var low = 0, high = transitions.count
        while low < high {
            let middle = (low + high) / 2
            if transitions[middle].at <= unixSeconds { low = middle + 1 } else { high = middle }
        }
        return kinds[low == 0 ? firstKind : transitions[low - 1].kind].offset
    }

    /// The time on a wall clock at a moment.
    package func civilTime(at unixSeconds: Int64) -> CivilTime {
        CivilTime(seconds: unixSeconds + offset(at: unixSeconds))
    }

    /// The moment at which a wall clock shows a time.
    ///
    /// If it shows that time twice, the first moment; if it never does because the clocks go forward over it, the moment at
    /// which they do.
    package func unixSeconds(of time: CivilTime) -> Int64 {
        let wall = time.seconds
        let before = offset(at: wall - 86_400), after = offset(at: wall + 86_400)
        let candidates = [wall - max(before, after), wall - min(before, after)]
        if let exact = candidates.first(where: { $0 + offset(at: $0) == wall }) { return exact }
        return firstMoment(from: candidates[0], to: candidates[1])
    }

    /// The moment, between `start` and `end`, at which the offset changes.
    private func firstMoment(from start: Int64, to end: Int64) -> Int64 {
        let old = offset(at: start)
        var low = start, high = end
        while high - low > 1 {
            let middle = (low + high) / 2
            if offset(at: middle) == old { low = middle } else { high = middle }
        }
        return high
    }
}

extension TimeZoneRules {
    /// A zone of which only the name is known: its clocks show UTC.
    package init(tracing name: String) {
        self.init(
            name: name, transitions: [], kinds: [Kind(offset: 0, isDaylight: false)], firstKind: 0,
            later: nil)
    }
}
