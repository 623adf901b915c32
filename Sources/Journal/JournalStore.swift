package import Basics

/// Keeps the events of one roll in their order, outside the Lua heap.
///
/// It belongs to the thread that runs the script; a store that writes to a disk does so on a thread of its own.
package protocol JournalStore: AnyObject {
    /// Takes in the next event.
    /// - Throws: ``JournalError`` where the event does not follow the last one, or can't be kept.
    func append(_ entry: JournalEntry) throws(JournalError)

    /// Whether every event that an effect waits for is durable.
    ///
    /// An event that nothing waits for becomes durable a second later at most, and with every event that something waits for.
    var isDurable: Bool { get }

    /// Calls once every event that an effect waits for, and that was appended until now, is durable; with the reason where they can't
    /// be made durable.
    ///
    /// Completions are called like those of the network: while the host waits, on the script's thread. Where the outcome is known
    /// already, a store may call at once.
    func whenDurable(_ completion: @escaping (JournalError?) -> Void) -> any Cancellable

    /// Every event, in order, those of earlier processes first.
    var entries: [JournalEntry] { get }

    /// Makes durable what was appended, as far as that takes only a few seconds, and takes no event any more.
    ///
    /// - Returns: Why the last events are not durable; nil where they are.
    @discardableResult
    func close() -> JournalError?
}
