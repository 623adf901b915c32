internal import Glibc
package import ScriptRuntime

/// New content for a file; it replaces the old content when it is complete.
///
/// It is written to a temporary file in the same folder, and renamed once it is on the disk: after a full disk or a crash,
/// the old file is still there. The old file's permissions are kept. A symbolic link stays, and its target is replaced. A
/// path that is not a regular file (`/dev/stdout`, a pipe) is written directly.
package final class FileReplacement {
    private let path: String
    private let target: String
    /// The temporary file; nil if the path is written directly.
    private let temporary: String?
    private var descriptor: Int32
    private static let attemptsMax = 100

    /// - Throws: If the file can't be written.
    init(_ path: String) throws(HostFileError) {
        self.path = path
        var old = stat()
        let exists = stat(path, &old) == 0
        if exists, old.st_mode & S_IFMT != S_IFREG || Self.isDescriptor(path) {
            (target, temporary) = (path, nil)
            descriptor = open(path, O_WRONLY | O_APPEND | O_CLOEXEC)
            guard descriptor >= 0 else { throw Self.problem(path) }
            return
        }
        target = try Self.target(of: path)
        (temporary, descriptor) = try Self.makeTemporary(beside: target, path)
        if exists { keepOwnership(old) }
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
        if let temporary, descriptor >= 0 { unlink(temporary) }
    }

    /// Appends to the new content.
    package func append(_ bytes: [UInt8]) throws(HostFileError) {
        if let reason = writeAll(bytes, to: descriptor) { throw HostFileError(path: path, reason: reason) }
    }

    /// Replaces the old content.
    package func commit() throws(HostFileError) {
        guard let temporary else { return try closeDescriptor() }
        guard fsync(descriptor) == 0 else { throw Self.problem(path) }
        do throws(HostFileError) { try closeDescriptor() } catch {
            unlink(temporary)
            throw error
        }
        guard rename(temporary, target) == 0 else {
            let problem = Self.problem(path)
            unlink(temporary)
            throw problem
        }
        try synchronizeFolder()
    }

    private func closeDescriptor() throws(HostFileError) {
        defer { descriptor = -1 }
        // On Linux, an interrupted close has closed the file.
        guard close(descriptor) == 0 || errno == EINTR else { throw Self.problem(path) }
    }

    /// Makes the rename durable; a folder that can't be opened or synchronised is not an error of the file.
    private func synchronizeFolder() throws(HostFileError) {
        let folder = open(Self.folder(of: target), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { return }
        defer { close(folder) }
        guard fsync(folder) == 0 || errno == EINVAL || errno == EROFS else { throw Self.problem(path) }
    }

    /// Keeps the owner if that is allowed, and the permissions in any case.
    private func keepOwnership(_ old: stat) {
        _ = fchown(descriptor, old.st_uid, old.st_gid)
        fchmod(descriptor, old.st_mode & 0o7777)
    }

    private static func makeTemporary(
        beside target: String, _ path: String
    ) throws(HostFileError) -> (String, Int32) {
        let name = target.split(separator: "/").last.map(String.init) ?? ""
        for attempt in 0..<attemptsMax {
            let temporary = "\(folder(of: target))/.\(name.prefix(100)).\(getpid()).\(attempt).tmp"
            let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o644)
            if descriptor >= 0 { return (temporary, descriptor) }
            guard errno == EEXIST else { throw problem(path) }
        }
        throw problem(path)
    }

    /// The target of a symbolic link, through any number of links, even if there is no file yet.
    private static func target(of path: String) throws(HostFileError) -> String {
        var path = path
        for _ in 0..<40 {
            var status = stat()
            guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFLNK else { return path }
            var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
            let count = readlink(path, &buffer, buffer.count)
            guard count >= 0 else { throw problem(path) }
            let link = String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
            path = link.hasPrefix("/") ? link : "\(folder(of: path))/\(link)"
        }
        errno = ELOOP
        throw problem(path)
    }

    private static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// A file behind one of the program's own descriptors, such as `/dev/stdout`, keeps its identity.
    private static func isDescriptor(_ path: String) -> Bool {
        ["/dev/std", "/dev/fd/", "/proc/"].contains { path.hasPrefix($0) }
    }

    private static func problem(_ path: String) -> HostFileError {
        HostFileError(path: path, reason: errnoReason())
    }
}
