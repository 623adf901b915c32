internal import CSpawn
internal import Glibc

extension HostCommand {
    /// Starts the process, in a session and a group of its own, with no signal blocked and no file of the program's open.
    /// - Throws: Where the program can't be started: it does not exist, or must not be run.
    func spawn(_ pipes: CommandPipes) throws(HostFileError) -> pid_t {
        guard let program = words.first, !program.isEmpty else {
            throw HostFileError(path: "a command", reason: "it names no program")
        }
        let words = cStrings(words), variables = cStrings(variables())
        defer { for text in words + variables { free(text) } }
        let source =
            switch input {
            case .none: SPAWN_READS_NOTHING
            case .inherited: SPAWN_INHERITS
            case .bytes, .written: pipes.input.other
            }
        var pid = pid_t()
        // The pipes that the command does not need are -1, as SPAWN_INHERITS is.
        let problem = spawn_command(
            &pid, program, words, variables, folder, source, pipes.output.other, pipes.errors.other)
        guard problem == 0 else { throw self.problem(problem, program) }
        return pid
    }

    /// The program's own variables and what differs; those that the program withholds are not among them.
    private func variables() -> [String] {
        var values: [String: String] = [:]
        var next = environ
        while let line = next.pointee {
            let text = String(cString: line)
            if let sign = text.firstIndex(of: "=") {
                values[String(text[..<sign])] = String(text[text.index(after: sign)...])
            }
            next += 1
        }
        for (name, value) in environment { values[name] = value }
        return values.map { "\($0.key)=\($0.value)" }.sorted()
    }

    /// A folder that is not there has the same number as a program that is not there.
    private func problem(_ number: Int32, _ program: String) -> HostFileError {
        if let folder, access(folder, X_OK) != 0 { return HostFileError(path: folder, reason: errnoReason()) }
        errno = number
        return HostFileError(path: program, reason: errnoReason())
    }
}

/// A list of C strings that ends with nil; each is to be freed.
private func cStrings(_ texts: [String]) -> [UnsafeMutablePointer<CChar>?] {
    texts.map { strdup($0) } + [nil]
}
