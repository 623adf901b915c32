internal import Glibc

/// Functions that a test sets to change what happens between a journal and the system; the product does not
/// set them.
struct JournalHooks: Sendable {
    /// Called with the connection before anything is read.
    var opened: @Sendable (Connection) -> Void = { _ in }
    /// Called after the durable settings are set, and before they are read back.
    var configured: @Sendable (Connection) -> Void = { _ in }
    /// Called with the connection when the reserve is released.
    var reserveReleased: @Sendable (Connection) -> Void = { _ in }
    /// Called before each commit.
    var committing: @Sendable (Connection) -> Void = { _ in }
    /// Syncs the witness.
    var syncWitness: @Sendable (Int32) -> Int32 = { fdatasync($0) }
}
