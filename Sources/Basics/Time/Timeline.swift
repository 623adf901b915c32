/// The clock, timers and random numbers of the client; the script's loop provides them, in real or simulated time.
///
/// It belongs to one thread: actions are called there, in the order of their deadlines, and equal deadlines in the
/// order in which they were scheduled.
public protocol Timeline: AnyObject {
    /// Monotonic time since an origin of the timeline's own.
    var now: Duration { get }

    /// Calendar time, in whole seconds since 1970 UTC; used for signing only.
    var unixSeconds: Int64 { get }

    /// Calls `action` once `delay` has passed, and never before this call has returned.
    func schedule(after delay: Duration, _ action: @escaping () -> Void) -> any Cancellable

    /// Draws a random number from 0 ..< 1; in simulated runs from the random seed.
    func randomUnit() -> Double
}
