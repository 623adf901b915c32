import Glibc
import SwiftOverlayShims  // with the static standard library, timespec belongs to it

/// Calendar time for the simulator behind HTTP, which runs in real time and has no script's host.
enum WallClock {
    /// In nanoseconds since 1970 UTC.
    static func unixNanoseconds() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}
