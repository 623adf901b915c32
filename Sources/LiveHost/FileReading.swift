internal import Glibc
internal import ScriptRuntime

/// Reads a whole file.
func readWholeFile(_ path: String) throws(HostFileError) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw HostFileError(path: path, reason: errnoReason()) }
    defer { close(descriptor) }
    return try readToEnd(of: descriptor, path: path)
}

/// Reads until the end of a file of any kind.
func readToEnd(of descriptor: Int32, path: String) throws(HostFileError) -> [UInt8] {
    var content: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
        let count = read(descriptor, &chunk, chunk.count)
        if count == 0 { return content }
        if count > 0 {
            content.append(contentsOf: chunk[..<count])
        } else if errno == EAGAIN {
            var readable = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            poll(&readable, 1, -1)
        } else if errno != EINTR {
            throw HostFileError(path: path, reason: errnoReason())
        }
    }
}

/// The error of the last system call, in the system's words and lower case.
func errnoReason() -> String {
    String(cString: strerror(errno)).lowercased()
}
