internal import Glibc
internal import ScriptRuntime

/// A file that is made from the program's own declarations.
struct GeneratedFile {
    var text: String
    /// Nil for standard output.
    var path: String?

    /// Writes it, or tells whether it is up to date.
    /// - Throws: ``ProgramExit`` where it is not, ``ConfigurationError`` where it cannot be written.
    func deliver(checking: Bool) throws {
        let surroundings = LiveSurroundings(receivingSignals: false)
        defer { surroundings.flush() }
        guard let path else { return surroundings.write(Array(text.utf8), to: .standardOutput) }
        guard checking else { return try write(to: path) }
        let present = try? surroundings.contents(of: path)
        guard present != Array(text.utf8) else { return }
        surroundings.write(FailureReport(message: "\(path) is not up to date"), colored: false)
        if let exit = ProgramExit(ProgramExitCode.scriptError) { throw exit }
    }

    private func write(to path: String) throws {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw problem(path) }
        defer { close(descriptor) }
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 || errno == EINTR else { throw problem(path) }
            bytes = bytes.dropFirst(max(0, count))
        }
    }

    private func problem(_ path: String) -> ConfigurationError {
        ConfigurationError(message: "cannot write \(path): \(String(cString: strerror(errno)).lowercased())")
    }
}
