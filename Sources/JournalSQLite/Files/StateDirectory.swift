internal import Glibc
package import Journal

/// The folder in which journals are kept from one process to the next.
package enum StateDirectory {
    private static let ofSystem = "/var/lib/zecscript"

    /// The folder: the one that is given, that of the service manager, that of the system where this user may write it, or that of the
    /// user; nil where the user has no home.
    ///
    /// `isWritable` says of a path whether a folder can be written or made there.
    package static func choose(
        given: String?, environment: (String) -> String?, isWritable: (String) -> Bool
    ) -> String? {
        if let given { return given }
        // systemd gives a list where the unit has more than one.
        if let first = environment("STATE_DIRECTORY")?.split(separator: ":").first { return String(first) }
        if isWritable(ofSystem) { return ofSystem }
        // The specification of these folders has paths that are not absolute ignored.
        if let state = environment("XDG_STATE_HOME"), state.hasPrefix("/") { return "\(state)/zecscript" }
        guard let home = environment("HOME"), home.hasPrefix("/") else { return nil }
        return "\(home)/.local/state/zecscript"
    }

    /// Whether a folder can be written, or made in the folder above it.
    package static func isWritable(_ path: String) -> Bool {
        let exists = access(path, F_OK) == 0
        return access(exists ? path : Folder.parent(of: path), W_OK | X_OK) == 0
    }

    /// Makes the folder where it is missing, for this user alone.
    ///
    /// A network file system is refused, unless `onNetwork`.
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
