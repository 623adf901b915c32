/// The rules by which the client never reports more than it knows, where the documentation leaves the cloud's behaviour open.
///
/// All rules are on. They are values so that a rehearsal can turn one off and show what it prevents.
package struct ClientRules: Sendable {
    /// A refused batch is not sent again in parts: the cloud may have carried out a part of the batch.
    package var leavesRefusedBatches = true
    /// A list of several pages is read until no row can be missing.
    package var provesLists = true
    /// If the list of failed instances can't be read, no instance counts as accepted.
    package var doubtsOddFailures = true
    /// After a signature was refused because of its time, the server's clock is used.
    package var followsServerClock = true
    /// A request with a deadline is not sent after the deadline, not even on a connection that was waited for.
    package var limitsSending = true

    package init() {}
}
