internal import Glibc
internal import Journal

/// Folders that only this user can use.
enum Folder {
    /// Makes a folder and its missing parents, so that they survive a power failure.
    /// - Throws: ``JournalError/Kind/unavailable``.
    static func make(_ path: String) throws(JournalError) {
        if isFolder(path) { return }
        let parent = parent(of: path)
        if parent != path { try make(parent) }
        guard mkdir(path, 0o700) == 0 || errno == EEXIST && isFolder(path) else {
            throw JournalError(.unavailable, "the folder \(path) can't be made: \(systemReason())")
        }
        try synchronize(parent)
    }

    /// Syncs a folder, so that the names in it survive a power failure.
    static func synchronize(_ path: String) throws(JournalError) {
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw JournalError(.unavailable, "the folder \(path) can't be opened: \(systemReason())")
        }
        defer { Glibc.close(descriptor) }
        guard fsync(descriptor) == 0 || errno == EINVAL else {
            throw JournalError(.failed, "the folder \(path) can't be synced: \(systemReason())")
        }
    }

    /// Returns the names in a folder, sorted; none if there is no such folder.
    static func names(in path: String) throws(JournalError) -> [String] {
        guard let stream = opendir(path) else {
            if errno == ENOENT { return [] }
            throw JournalError(.unavailable, "the folder \(path) can't be read: \(systemReason())")
        }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    /// Whether there is a file with this path.
    static func has(_ path: String) -> Bool { access(path, F_OK) == 0 }

    /// Returns when a file was last written, in seconds since 1970 UTC; nil if there is no such file.
    static func timeOfChange(_ path: String) -> Double? {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        return Double(status.st_mtim.tv_sec) + Double(status.st_mtim.tv_nsec) / 1e9
    }

    static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    /// Returns the path before the last slash.
    static func parent(of path: String) -> String {
        let trimmed = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
        guard let slash = trimmed.lastIndex(of: "/") else { return "." }
        return slash == trimmed.startIndex ? "/" : String(trimmed[..<slash])
    }
}
