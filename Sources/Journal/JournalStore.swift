package import Basics

/// Keeps the events of one roll in their order, outside the Lua heap.
///
/// It belongs to the thread that runs the script; a store that writes to a disk does so on a thread of its own.
package protocol JournalStore: AnyObject {
    /// Takes in the next event.
    /// - Throws: ``JournalError`` where the event does not follow the last one, or can't be kept.
    func append(_ entry: JournalEntry) throws(JournalError)

    /// Whether every event that was appended is durable.
    var isDurable: Bool { get }

    /// Calls once every event that was appended until now is durable; with the reason where they can't be made durable.
    ///
    /// Completions are called like those of the network: while the host waits, on the script's thread.
    func whenDurable(_ completion: @escaping (JournalError?) -> Void) -> any Cancellable

    /// Every event, in order.
    var entries: [JournalEntry] { get }
}
