internal import LiveHost
internal import ScriptRuntime

/// A file that is made from the program's own declarations.
struct GeneratedFile {
    var text: String
    /// The file's path; nil for standard output.
    var path: String?

    /// Writes the file, or checks whether it is up to date.
    /// - Throws: ``ProgramExit`` if it is not up to date, ``ConfigurationError`` if it can't be written.
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
