import Basics
import Journal

/// Stands for the script's thread: closures from the writer's thread wait here until they are called.
final class ScriptThread: Sendable {
    private let arrived = Mailbox<@Sendable () -> Void>()

    var deliver: Deliver { { [arrived] in arrived.post($0) } }

    /// Waits for the next closures and calls them; returns false if none arrives within a minute.
    @discardableResult
    func wait() -> Bool {
        let work = arrived.take(waiting: .seconds(60))
        for each in work { each() }
        return !work.isEmpty
    }

    /// Waits until the appended events are durable, or can't become durable.
    ///
    /// Returns nil or the reason; if no answer comes, the reason is `nothing arrived`.
    func settle(_ journal: any JournalStore) -> JournalError? {
        var outcome: JournalError?? = nil
        let waiter = journal.whenDurable { outcome = .some($0) }
        while outcome == nil { if !wait() { break } }
        waiter.cancel()
        return outcome ?? JournalError("nothing arrived")
    }
}
