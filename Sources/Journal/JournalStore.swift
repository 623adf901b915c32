package import Basics

/// Stores the events of one roll in order, outside the Lua heap.
///
/// Only the thread that runs the script may use it; a store that writes to a disk does so on its own thread.
package protocol JournalStore: AnyObject {
    /// Appends the next event.
    /// - Throws: ``JournalError`` if the event does not follow the last event, or can't be stored.
    func append(_ entry: JournalEntry) throws(JournalError)

    /// Whether every event for which an effect waits is durable.
    ///
    /// Any other event becomes durable within a second, or together with the next event for which an effect
    /// waits.
    var isDurable: Bool { get }

    /// Calls `completion` when every event that was appended so far and for which an effect waits is durable;
    /// passes an error if they can't be made durable.
    ///
    /// Completions are called on the script's thread while the host waits, like completions of the network.
    /// If the result is already known, a store may call at once.
    func whenDurable(_ completion: @escaping (JournalError?) -> Void) -> any Cancellable

    /// The number of events, with the events of earlier processes.
    var count: Int { get }

    /// Returns the event with a number from 1 to `count`.
    func entry(_ sequence: Int) -> JournalEntry

    /// Makes the appended events durable, within a limit of a few seconds, and takes no further event.
    ///
    /// - Returns: Why the last events are not durable; nil if they are durable.
    @discardableResult
    func close() -> JournalError?
}

extension JournalStore {
    /// The last event; nil if there is no event.
    package var last: JournalEntry? { count > 0 ? entry(count) : nil }

    /// Every event, in order.
    package var entries: [JournalEntry] { entries(from: 1, atMost: count) }

    /// Returns the events from a number on, in order; at most `limit` events.
    package func entries(from first: Int, atMost limit: Int) -> [JournalEntry] {
        let left = max(0, count - first + 1)
        return (first..<first + min(left, limit)).map(entry)
    }
}
