internal import ScriptRuntime

/// The exit codes, under a name that the argument parser does not use.
typealias ProgramExitCode = ExitCode

/// Ends the program with an exit code; every message was written already.
struct ProgramExit: Error {
    var code: Int32

    /// Nil for success.
    init?(_ code: Int32) {
        guard code != ProgramExitCode.success else { return nil }
        self.code = code
    }
}

/// An option, a file or an environment variable can't be used; exit code 4 unless it says otherwise.
struct ConfigurationError: Error {
    var message: String
    var hint: String?
    var exitCode = ProgramExitCode.configuration
}
