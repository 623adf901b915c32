import Basics
import Glibc

/// A random duration with a log-normal distribution: a few draws are far longer than most.
///
/// With a `sigma` of 0.35, nine draws in ten are within 0.56 and 1.8 times the median, and one in a thousand is three times
/// as long; with 0, every draw is exactly the median.
package struct Spread: Sendable, Equatable {
    /// Half of the draws are shorter.
    package var median: Duration
    /// Standard deviation of the logarithm.
    package var sigma: Double

    package init(median: Duration, sigma: Double) {
        self.median = median
        self.sigma = sigma
    }

    /// Makes a spread in which every draw is `duration`.
    package static func exactly(_ duration: Duration) -> Spread {
        Spread(median: duration, sigma: 0)
    }

    /// The length for a draw from the standard normal distribution, in nanoseconds, at most twenty times the median.
    package func nanoseconds(normal: Double) -> Int64 {
        let median = median.wholeNanoseconds
        guard sigma > 0, median > 0 else { return max(0, median) }
        return Int64(min(Double(median) * 20, Double(median) * exp(sigma * normal), 9e18))
    }
}

extension SeededGenerator {
    /// Draws from the standard normal distribution (Box and Muller).
    package mutating func normal() -> Double {
        let radius = (-2 * log(1 - unit())).squareRoot()
        return radius * cos(2 * .pi * unit())
    }
}
