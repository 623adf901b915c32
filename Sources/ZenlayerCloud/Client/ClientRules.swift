/// The rules by which the client stays truthful where the documentation leaves the cloud's behaviour open.
///
/// All hold. They are values so that a rehearsal can take one out and show what it prevents.
package struct ClientRules: Sendable {
    /// A refused batch is not sent again in parts: the cloud may have carried out a part of it.
    package var leavesRefusedBatches = true
    /// A list of several pages is read until nothing can be missing from it.
    package var provesLists = true
    /// A list of failed instances that can't be read accepts no instance.
    package var doubtsOddFailures = true
    /// After a signature was refused for its time, the server's clock is used.
    package var followsServerClock = true
    /// A request that has a deadline is not written to a connection after it.
    package var limitsSending = true

    package init() {}
}
