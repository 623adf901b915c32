/// What a journal still takes after a problem.
///
/// After a failed write or sync it takes nothing: the system may have dropped what it could not write, so that a second try which
/// succeeds proves nothing. After a full disk it takes the events that no effect waits for, as long as there is room.
package struct JournalLatch: Sendable {
    /// The first problem; a failure replaces a full disk.
    package private(set) var problem: JournalError?

    package init() {}

    package mutating func close(_ problem: JournalError) {
        if self.problem == nil || self.problem?.kind == .full { self.problem = problem }
    }

    /// Lets an event pass.
    /// - Throws: The problem, where the journal does not take this event any more.
    package func check(_ entry: JournalEntry) throws(JournalError) {
        guard let problem, problem.kind != .full || entry.isAwaited else { return }
        throw problem
    }
}
