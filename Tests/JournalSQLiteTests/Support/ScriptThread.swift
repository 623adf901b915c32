import Basics
import Journal

/// Stands for the script's thread: what arrives from the writer waits until it is delivered here.
final class ScriptThread: Sendable {
    private let arrived = Mailbox<@Sendable () -> Void>()

    var deliver: Deliver { { [arrived] in arrived.post($0) } }

    /// Waits for the next arrivals and delivers them; false where none came within a minute.
    @discardableResult
    func wait() -> Bool {
        let work = arrived.take(waiting: .seconds(60))
        for each in work { each() }
        return !work.isEmpty
    }

    /// Waits until what was appended is durable, or can't be; gives the reason, and a text where nothing came.
    func settle(_ journal: any JournalStore) -> JournalError? {
        var outcome: JournalError?? = nil
        let waiter = journal.whenDurable { outcome = .some($0) }
        while outcome == nil { if !wait() { break } }
        waiter.cancel()
        return outcome ?? JournalError("nothing arrived")
    }
}
