internal import Glibc
internal import ScriptRuntime

/// Why a file can't be read, as a sentence.
struct FileProblem: Error, CustomStringConvertible {
    var description: String
}

extension Surroundings {
    /// The content of a file.
    /// - Throws: ``FileProblem``.
    func contents(of path: String) throws(FileProblem) -> [UInt8] {
        do throws(HostFileError) { return withoutByteOrderMark(try readFile(path)) } catch {
            throw FileProblem(description: error.reason)
        }
    }

    /// Returns the content of a file, or nil if the file does not exist.
    func contentsIfThere(_ path: String) throws -> [UInt8]? {
        guard access(path, F_OK) == 0 || errno != ENOENT else { return nil }
        return withoutByteOrderMark(try readFile(path))
    }

    /// Removes the byte order mark that some editors put before a text.
    private func withoutByteOrderMark(_ bytes: [UInt8]) -> [UInt8] {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        return bytes.starts(with: mark) ? Array(bytes.dropFirst(mark.count)) : bytes
    }
}

let standardInput = STDIN_FILENO
let standardOutput = STDOUT_FILENO

/// Whether the stream is a terminal.
func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }
