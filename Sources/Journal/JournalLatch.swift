/// Decides which events a journal still takes after a problem.
///
/// After a failed write or sync, the journal takes no event: the system may have dropped the data, so that a
/// second sync that succeeds proves nothing. After a full disk, the journal takes the events for which no
/// effect waits, as long as there is space.
package struct JournalLatch: Sendable {
    /// The first problem; a failure replaces a full disk.
    package private(set) var problem: JournalError?

    package init() {}

    package mutating func close(_ problem: JournalError) {
        if self.problem == nil || self.problem?.kind == .full { self.problem = problem }
    }

    /// Checks an event.
    /// - Throws: The problem, if the journal no longer takes this event.
    package func check(_ entry: JournalEntry) throws(JournalError) {
        guard let problem, problem.kind != .full || entry.isAwaited else { return }
        throw problem
    }
}
