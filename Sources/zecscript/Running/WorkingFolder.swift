internal import Glibc

/// The folder in which this process works.
enum WorkingFolder {
    /// Nil if it was deleted, or can't be named.
    static var path: String? {
        guard let buffer = getcwd(nil, 0) else { return nil }
        defer { free(buffer) }
        return String(cString: buffer)
    }

    /// Changes it.
    /// - Returns: Whether that was possible.
    static func change(to path: String) -> Bool { chdir(path) == 0 }
}
