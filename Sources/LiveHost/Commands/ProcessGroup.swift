internal import Glibc

/// A group of processes, led by a command that is not reaped yet, so that no other group can have its number.
struct ProcessGroup {
    let number: pid_t

    func send(_ signal: Int32) { kill(-number, signal) }

    /// Whether a process of the group runs; a process that has ended and is not reaped does not count.
    var isAlive: Bool {
        guard kill(-number, 0) == 0, let folder = opendir("/proc") else { return false }
        defer { closedir(folder) }
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if let process = Int32(name), isMember(process) { return true }
        }
        return false
    }

    /// Reads `/proc/…/stat`: after the name in parentheses, which may hold anything, come the state, the parent and the group.
    private func isMember(_ process: Int32) -> Bool {
        guard let bytes = try? readWholeFile("/proc/\(process)/stat"),
            let end = bytes.lastIndex(of: UInt8(ascii: ")"))
        else { return false }
        let fields = String(decoding: bytes[(end + 1)...], as: UTF8.self).split(separator: " ")
        guard fields.count > 2, fields[2] == "\(number)" else { return false }
        return fields[0] != "Z" && fields[0] != "X"
    }
}
