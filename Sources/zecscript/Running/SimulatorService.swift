internal import Dispatch
internal import Glibc
internal import LiveHost
internal import ScriptRuntime
internal import Simulator

/// Runs the simulated cloud behind HTTP.
enum SimulatorService {
    /// Serves until the program is stopped; the first line of output is the address.
    static func serve(_ configuration: SimulatorConfiguration) -> Never {
        let server = SimulatorServer(configuration: configuration)
        Task {
            do {
                try await server.run { say("http://\(configuration.address):\($0)\n") }
                exit(ProgramExitCode.success)
            } catch {
                Program.terminal.write(
                    FailureReport(message: "cannot serve: \(error)"), colored: false)
                exit(ProgramExitCode.configuration)
            }
        }
        dispatchMain()
    }

    private static func say(_ text: String) {
        Program.terminal.write(Array(text.utf8), to: .standardOutput)
        Program.terminal.flush()
    }
}
