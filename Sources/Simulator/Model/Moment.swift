/// A point in simulated time, in nanoseconds since the simulation began; negative before that.
///
/// Half the size of a `Duration`, because every instance holds several.
struct Moment: Comparable, Hashable, Sendable {
    var nanoseconds: Int64

    /// Later than anything that happens.
    static let never = Moment(nanoseconds: .max)
    static let start = Moment(nanoseconds: 0)

    init(nanoseconds: Int64) {
        self.nanoseconds = nanoseconds
    }

    init(_ duration: Duration) {
        nanoseconds = duration.wholeNanoseconds
    }

    var sinceStart: Duration { .nanoseconds(nanoseconds) }

    static func < (left: Moment, right: Moment) -> Bool { left.nanoseconds < right.nanoseconds }

    static func + (moment: Moment, nanoseconds: Int64) -> Moment {
        let (sum, overflow) = moment.nanoseconds.addingReportingOverflow(nanoseconds)
        return overflow ? .never : Moment(nanoseconds: sum)
    }

    static func - (left: Moment, right: Moment) -> Int64 {
        left.nanoseconds.subtractingReportingOverflow(right.nanoseconds).partialValue
    }
}

extension Duration {
    /// The whole nanoseconds; what does not fit is the largest (292 years) or smallest that does.
    var wholeNanoseconds: Int64 {
        let (seconds, attoseconds) = components
        let (scaled, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        guard !overflow else { return seconds < 0 ? .min : .max }
        let (sum, carried) = scaled.addingReportingOverflow(attoseconds / 1_000_000_000)
        return carried ? (seconds < 0 ? .min : .max) : sum
    }

    /// Seconds with their fraction.
    var inSeconds: Double {
        Double(components.seconds) + Double(components.attoseconds) * 1e-18
    }

    /// Finite seconds that fit into 64 bits of nanoseconds; nil for all else.
    init?(checkedSeconds seconds: Double) {
        guard seconds.isFinite, abs(seconds) < 9e9 else { return nil }
        self = .nanoseconds(Int64((seconds * 1e9).rounded()))
    }
}
