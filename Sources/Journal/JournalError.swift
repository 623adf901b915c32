/// Why a journal can't be used, or can't keep an event: a kind to match, and a sentence to read.
package struct JournalError: Error, Sendable, Equatable {
    package enum Kind: String, Sendable, Equatable {
        /// Another process writes the campaigns of this name.
        case locked
        /// The stored events are not the events that were written.
        case damaged
        /// A later version of the program wrote the journal.
        case newerSchema
        /// The journal can't be opened or made.
        case unavailable
        /// A write or a sync failed; the journal takes no further event.
        case failed
        /// The disk is full; the journal takes only events for which no effect waits.
        case full
    }

    /// What an operator can do if no journal can be written here.
    package static let waysOut = "another folder: --state FOLDER; without a record: --no-journal"

    package var kind: Kind
    /// A sentence without a full stop.
    package var reason: String

    package init(_ kind: Kind, _ reason: String) {
        self.kind = kind
        self.reason = reason
    }

    /// Makes the error of a failed write.
    package init(_ reason: String) { self.init(.failed, reason) }
}
