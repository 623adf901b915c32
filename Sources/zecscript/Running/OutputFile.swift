internal import Glibc

/// A file that the program writes.
final class OutputFile {
    private let path: String
    private let descriptor: Int32

    /// Makes the file, or empties it.
    /// - Throws: ``ConfigurationError`` where it cannot be written.
    init(_ path: String) throws {
        self.path = path
        descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        if descriptor < 0 { throw problem() }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    func write(_ bytes: [UInt8]) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 || errno == EINTR else { throw problem() }
            rest = rest.dropFirst(max(0, count))
        }
    }

    private func problem() -> ConfigurationError {
        ConfigurationError(message: "cannot write \(path): \(String(cString: strerror(errno)).lowercased())")
    }
}
