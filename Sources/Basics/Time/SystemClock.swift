internal import Glibc
internal import SwiftOverlayShims  // with the static standard library, timespec belongs to it

/// The clocks of the system: calendar, monotonic, processor time.
package enum SystemClock {
    /// The time of a clock; `clock` is a `clockid_t`.
    package static func nanoseconds(of clock: Int32) -> Int64 {
        var time = timespec()
        clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}
