internal import Glibc
internal import ScriptRuntime

/// Writes to standard output, which is buffered, and to standard error, which is not, in the order of the calls.
struct StandardStreams: ~Copyable {
    private let output: Int32
    private let error: Int32
    private var buffer: [UInt8] = []
    /// Why standard output could not be written; after that, output to it is dropped.
    private(set) var outputProblem: String?
    private static let bufferSizeMax = 1 << 16

    init(output: Int32 = STDOUT_FILENO, error: Int32 = STDERR_FILENO) {
        self.output = output
        self.error = error
    }

    deinit { if outputProblem == nil { _ = writeAll(buffer, to: output) } }

    mutating func write(_ bytes: [UInt8], to stream: HostStream) {
        switch stream {
        case .standardOutput:
            guard outputProblem == nil else { return }
            buffer.append(contentsOf: bytes)
            if buffer.count >= Self.bufferSizeMax { flush() }
        case .standardError:
            flush()
            _ = writeAll(bytes, to: error)
        }
    }

    mutating func flush() {
        guard !buffer.isEmpty else { return }
        outputProblem = writeAll(buffer, to: output)
        buffer.removeAll(keepingCapacity: true)
    }

    func width(of stream: HostStream) -> Int? {
        terminalWidth(of: stream == .standardOutput ? output : error)
    }
}

/// Writes all bytes, in as many calls as it takes.
/// - Returns: Why the rest could not be written (the pipe is closed, as by `zecscript … | head`; the disk is full); nil for
///   success.
func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> String? {
    var written = 0
    while written < bytes.count {
        let count = bytes.withUnsafeBytes { buffer in
            Glibc.write(descriptor, buffer.baseAddress?.advanced(by: written), buffer.count - written)
        }
        if count >= 0 {
            written += count
        } else if errno == EAGAIN {
            var writable = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
            poll(&writable, 1, -1)
        } else if errno != EINTR {
            return errnoReason()
        }
    }
    return nil
}
