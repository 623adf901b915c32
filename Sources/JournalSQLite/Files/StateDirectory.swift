internal import Glibc
package import Journal

/// The folder that keeps journals from one process to the next.
package enum StateDirectory {
    /// The folder of the rolls that root and the service manager start.
    package static let ofSystem = "/var/lib/zecscript"

    /// Whether there is a folder of the system, and this user may not read it.
    package static var isSystemClosed: Bool {
        [ofSystem, ofSystem + "/campaigns"].contains { (path: String) in
            access(path, F_OK) == 0 && access(path, R_OK | X_OK) != 0
        }
    }

    /// Chooses the folder: the given folder, or that of the service manager, or that of the system if this
    /// user may write it, or that of the user; nil if the user has no home.
    ///
    /// `isWritable` returns whether a folder can be written or made at a path.
    package static func choose(
        given: String?, environment: (String) -> String?, isWritable: (String) -> Bool
    ) -> String? {
        if let given { return given }
        // systemd gives a list if the unit has several folders.
        if let first = environment("STATE_DIRECTORY")?.split(separator: ":").first { return String(first) }
        if isWritable(ofSystem) { return ofSystem }
        // The specification of these variables requires that relative paths are ignored.
        if let state = environment("XDG_STATE_HOME"), state.hasPrefix("/") { return "\(state)/zecscript" }
        guard let home = environment("HOME"), home.hasPrefix("/") else { return nil }
        return "\(home)/.local/state/zecscript"
    }

    /// Whether a folder can be written, or can be made in its parent.
    package static func isWritable(_ path: String) -> Bool {
        let exists = access(path, F_OK) == 0
        return access(exists ? path : Folder.parent(of: path), W_OK | X_OK) == 0
    }

    /// Makes the folder for this user alone, if it is missing.
    ///
    /// Refuses a network file system, unless `onNetwork`.
    /// - Throws: ``JournalError/Kind/unavailable``.
    package static func prepare(_ path: String, onNetwork: Bool = false) throws(JournalError) {
        try Folder.make(path)
        guard !onNetwork, let name = NetworkFileSystem.name(at: path) else { return }
        throw JournalError(
            .unavailable,
            "the state folder \(path) is on a network file system (\(name)), where locks and syncs can't be relied on; "
                + "choose a folder on a disk of this machine with --state DIR")
    }
}
