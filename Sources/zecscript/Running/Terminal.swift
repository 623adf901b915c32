internal import LiveHost
internal import ScriptRuntime

extension Program {
    /// The variables, files and output of the process, for all reading and writing outside a running script.
    ///
    /// There is one instance, because output is buffered. `nonisolated(unsafe)`: only the main thread uses
    /// it, or, when the simulated cloud is served over HTTP, the task that runs in place of the main thread.
    nonisolated(unsafe) static let terminal = LiveSurroundings(receivingSignals: false)

    /// The columns of a line of text for people: those of the terminal, and 80 elsewhere.
    static var columns: Int { terminal.terminalWidth(of: .standardOutput) ?? 80 }
}
