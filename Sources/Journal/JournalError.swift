/// Why a journal can't be used, or can't keep an event: a kind to match, and a sentence to read.
package struct JournalError: Error, Sendable, Equatable {
    package enum Kind: String, Sendable, Equatable {
        /// Another process writes the campaigns of this name.
        case locked
        /// What is stored is not what was written.
        case damaged
        /// A later version of the program wrote it.
        case newerSchema
        /// It can't be opened or made.
        case unavailable
        /// A write or a sync failed; the journal takes no event any more.
        case failed
        /// The disk is full; the journal takes only events that no effect waits for.
        case full
    }

    /// What an operator can do where no journal can be written here.
    package static let waysOut = "another folder: --state FOLDER; without a record: --no-journal"

    package var kind: Kind
    /// A sentence without a full stop.
    package var reason: String

    package init(_ kind: Kind, _ reason: String) {
        self.kind = kind
        self.reason = reason
    }

    /// A write that failed.
    package init(_ reason: String) { self.init(.failed, reason) }
}
