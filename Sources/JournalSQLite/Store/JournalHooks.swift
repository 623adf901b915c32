internal import Glibc

/// Where a test steps in between a journal and the system; in the product, nothing does.
struct JournalHooks: Sendable {
    /// Called with the connection before anything is read.
    var opened: @Sendable (Connection) -> Void = { _ in }
    /// Called between setting what makes commits last and reading it back.
    var configured: @Sendable (Connection) -> Void = { _ in }
    /// Called with the connection when the reserve is given up.
    var reserveReleased: @Sendable (Connection) -> Void = { _ in }
    /// Called before each commit.
    var committing: @Sendable (Connection) -> Void = { _ in }
    /// Syncs the witness.
    var syncWitness: @Sendable (Int32) -> Int32 = { fdatasync($0) }
}
