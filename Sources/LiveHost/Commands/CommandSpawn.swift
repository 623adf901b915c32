internal import CSpawn
internal import Glibc
internal import ScriptRuntime

extension HostCommand {
    /// Starts the process, in a session and a group of its own, with no signal blocked and none of the program's files open.
    /// - Throws: If the program can't be started: it does not exist, or must not be run.
    func spawn(_ pipes: CommandPipes) throws(HostFileError) -> pid_t {
        guard let program = words.first, !program.isEmpty else {
            throw HostFileError(path: "a command", reason: "it names no program")
        }
        let words = cStrings(words), variables = cStrings(variables())
        let folder = folder.map { cStrings([$0]) } ?? [nil]
        defer { for text in words + variables + folder { free(text) } }
        let source =
            switch input {
            case .none: SPAWN_READS_NOTHING
            case .inherited: SPAWN_INHERITS
            case .bytes, .written: pipes.input.other
            }
        var pid = pid_t()
        // The pipes that the command does not need are -1, as SPAWN_INHERITS is.
        let problem = spawn_command(
            &pid, words[0], words, variables, folder[0], source, pipes.output.other, pipes.errors.other)
        guard problem == 0 else { throw self.problem(problem) }
        return pid
    }

    /// The program's own variables, with the command's changes; variables that the program withholds are not among them.
    private func variables() -> [[UInt8]] {
        var lines: [[UInt8]] = []
        var next = environ
        while let line = next.pointee {
            let bytes = Array(UnsafeRawBufferPointer(start: line, count: strlen(line)))
            if environment[Array(bytes.prefix { $0 != UInt8(ascii: "=") })] == nil { lines.append(bytes) }
            next += 1
        }
        for (name, value) in environment {
            if let value { lines.append(name + [UInt8(ascii: "=")] + value) }
        }
        return lines
    }

    private func problem(_ number: Int32) -> HostFileError {
        // A missing folder has the same error number as a missing program.
        if let folder, let reason = Self.problem(ofFolder: String(decoding: folder, as: UTF8.self)) {
            return HostFileError(
                path: "in the folder \(String(decoding: folder, as: UTF8.self))", reason: reason)
        }
        errno = number
        return HostFileError(path: String(decoding: words.first ?? [], as: UTF8.self), reason: errnoReason())
    }

    private static func problem(ofFolder path: String) -> String? {
        var status = stat()
        guard stat(path, &status) == 0 else { return errnoReason() }
        guard status.st_mode & S_IFMT == S_IFDIR else { return "it is not a folder" }
        return access(path, X_OK) == 0 ? nil : errnoReason()
    }
}

/// A list of C strings that ends with nil; the caller frees each string.
private func cStrings(_ texts: [[UInt8]]) -> [UnsafeMutablePointer<CChar>?] {
    texts.map { text in
        (text + [0]).withUnsafeBytes { $0.bindMemory(to: CChar.self).baseAddress.flatMap { strdup($0) } }
    } + [nil]
}
