internal import Glibc

/// The folder in which this process works.
enum WorkingFolder {
    /// The path; nil if the folder was deleted or its path can't be read.
    static var path: String? {
        guard let buffer = getcwd(nil, 0) else { return nil }
        defer { free(buffer) }
        return String(cString: buffer)
    }

    /// The path of a file from the root, so that it holds after a change of the folder.
    static func absolute(_ file: String) -> String {
        guard !file.hasPrefix("/"), let path else { return file }
        return "\(path)/\(file)"
    }

    /// Changes the folder.
    /// - Returns: Whether the change succeeded.
    static func change(to path: String) -> Bool { chdir(path) == 0 }
}
