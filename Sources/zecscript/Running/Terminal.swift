internal import LiveHost

extension Program {
    /// The variables, files and output of the process, for all reading and writing outside a running script.
    ///
    /// There is one instance, because output is buffered. `nonisolated(unsafe)`: only the main thread uses
    /// it, or, when the simulated cloud is served over HTTP, the task that runs in place of the main thread.
    /// HTTP, the task that has taken its place.
    nonisolated(unsafe) static let terminal = LiveSurroundings(receivingSignals: false)
}
