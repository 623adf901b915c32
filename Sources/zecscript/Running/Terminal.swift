internal import LiveHost

extension Program {
    /// The variables, files and output of the process, for everything that is read and written outside a running script.
    ///
    /// There is one, because output is buffered. `nonisolated(unsafe)`: the main thread alone uses it, and for the simulated cloud behind
    /// HTTP, the task that has taken its place.
    nonisolated(unsafe) static let terminal = LiveSurroundings(receivingSignals: false)
}
