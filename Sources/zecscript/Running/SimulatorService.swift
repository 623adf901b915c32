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
                Program.terminal.write(failure(error, configuration), colored: false)
                exit(ProgramExitCode.configuration)
            }
        }
        dispatchMain()
    }

    private static func failure(_ error: any Error, _ configuration: SimulatorConfiguration) -> FailureReport
    {
        let place = "\(configuration.address):\(configuration.port)"
        let inUse = String(cString: strerror(EADDRINUSE))
        guard "\(error)".contains(inUse) else {
            return FailureReport(message: "cannot listen on \(place): \(error)")
        }
        return FailureReport(
            message: "cannot listen on \(place): \(inUse)",
            hint: "another process uses the port; with --port 0 the system chooses one")
    }

    private static func say(_ text: String) {
        Program.terminal.write(Array(text.utf8), to: .standardOutput)
        Program.terminal.flush()
    }
}
