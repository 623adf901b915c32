internal import LiveHost
internal import ScriptRuntime

/// A file that is made from the program's own declarations.
struct GeneratedFile {
    var text: String
    /// Nil for standard output.
    var path: String?

    /// Writes it, or tells whether it is up to date.
    /// - Throws: ``ProgramExit`` where it is not, ``ConfigurationError`` where it cannot be written.
    func deliver(checking: Bool) throws {
        let surroundings = Program.terminal
        defer { surroundings.flush() }
        guard let path else {
            surroundings.write(Array(text.utf8), to: .standardOutput)
            return try surroundings.finishOutput()
        }
        guard checking else { return try OutputFile.write(text, to: path) }
        let present = try? surroundings.contents(of: path)
        guard present != Array(text.utf8) else { return }
        surroundings.write(FailureReport(message: "\(path) is not up to date"), colored: false)
        if let exit = ProgramExit(ProgramExitCode.scriptError) { throw exit }
    }
}
