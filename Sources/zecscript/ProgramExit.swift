internal import ScriptRuntime

/// The exit codes, under a name that the argument parser does not use.
typealias ProgramExitCode = ExitCode

/// Ends the program with an exit code; its message is written already.
struct ProgramExit: Error {
    var code: Int32

    /// Nil for success.
    init?(_ code: Int32) {
        guard code != ProgramExitCode.success else { return nil }
        self.code = code
    }
}

/// An option, a file or an environment variable can't be used; the exit code is 4 unless the error sets
/// another.
struct ConfigurationError: Error {
    var message: String
    var hint: String?
    var exitCode = ProgramExitCode.configuration
}
