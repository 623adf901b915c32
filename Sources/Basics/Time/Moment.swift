/// A point of a host's monotonic time, in nanoseconds since the host was made; negative before that.
///
/// Half the size of a `Duration` and far cheaper to compute with: every timer has one, every simulated instance several. Its
/// arithmetic is inlinable, because other targets use it most.
public struct Moment: Comparable, Hashable, Sendable {
    public var nanoseconds: Int64

    /// Later than every event.
    @inlinable public static var never: Moment { Moment(nanoseconds: .max) }
    @inlinable public static var start: Moment { Moment(nanoseconds: 0) }

    @inlinable public init(nanoseconds: Int64) {
        self.nanoseconds = nanoseconds
    }

    @inlinable public static func seconds(_ seconds: Int) -> Moment { Moment(.seconds(seconds)) }

    @inlinable public static func seconds(_ seconds: Double) -> Moment { Moment(.seconds(seconds)) }

    @inlinable public static func milliseconds(_ milliseconds: Int) -> Moment {
        Moment(.milliseconds(milliseconds))
    }

    /// The moment `sinceStart` after the start.
    @inlinable public init(_ sinceStart: Duration) {
        nanoseconds = sinceStart.wholeNanoseconds
    }

    @inlinable public var sinceStart: Duration { .nanoseconds(nanoseconds) }

    /// Seconds since the start, with their fraction.
    @inlinable public var seconds: Double { Double(nanoseconds) / 1e9 }

    @inlinable public static func == (left: Moment, right: Moment) -> Bool {
        left.nanoseconds == right.nanoseconds
    }

    @inlinable public static func < (left: Moment, right: Moment) -> Bool {
        left.nanoseconds < right.nanoseconds
    }

    /// The sum; ``never`` beyond 292 years.
    @inlinable public static func + (moment: Moment, nanoseconds: Int64) -> Moment {
        let (sum, overflow) = moment.nanoseconds.addingReportingOverflow(nanoseconds)
        return overflow ? .never : Moment(nanoseconds: sum)
    }

    /// The sum, rounded up to a nanosecond, so that no timer fires early.
    @inlinable public static func + (moment: Moment, duration: Duration) -> Moment {
        moment + duration.nanosecondsRoundedUp
    }

    /// Nanoseconds from the right moment to the left moment.
    @inlinable public static func - (left: Moment, right: Moment) -> Int64 {
        left.nanoseconds.subtractingReportingOverflow(right.nanoseconds).partialValue
    }

    /// The time from another moment to this moment; negative if the other moment is later.
    @inlinable public func since(_ earlier: Moment) -> Duration { .nanoseconds(self - earlier) }
}

extension Duration {
    /// The whole nanoseconds, clamped to 64 bits (292 years).
    @usableFromInline package var wholeNanoseconds: Int64 {
        let (seconds, attoseconds) = components
        return Self.nanoseconds(seconds, plus: attoseconds / 1_000_000_000)
    }

    @usableFromInline package var nanosecondsRoundedUp: Int64 {
        let (seconds, attoseconds) = components
        return Self.nanoseconds(seconds, plus: (attoseconds &+ 999_999_999) / 1_000_000_000)
    }

    private static func nanoseconds(_ seconds: Int64, plus nanoseconds: Int64) -> Int64 {
        let (scaled, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        guard !overflow else { return seconds < 0 ? .min : .max }
        let (sum, carried) = scaled.addingReportingOverflow(nanoseconds)
        return carried ? (seconds < 0 ? .min : .max) : sum
    }

    /// Seconds with their fraction.
    package var inSeconds: Double {
        Double(components.seconds) + Double(components.attoseconds) * 1e-18
    }

    /// Makes a duration of finite seconds that fit into 64 bits of nanoseconds; nil for all others.
    package init?(checkedSeconds seconds: Double) {
        guard seconds.isFinite, abs(seconds) < 9e9 else { return nil }
        self = .nanoseconds(Int64((seconds * 1e9).rounded()))
    }
}
