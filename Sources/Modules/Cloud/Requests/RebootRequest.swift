import Basics
import Lua
import ScriptRuntime
import ZenlayerCloud

/// The arguments of a call of `zec.reboot`.
struct RebootWish {
    /// The ids of the instances, each once.
    var ids: [String]
    var isForced: Bool?
    /// How long after the call the request may still be sent.
    var within: Duration?
    /// Whether the reboot is sent even if the result of an earlier request is not known: the option `again`.
    var isRepeated = false
    /// The file and the line of the call in the script.
    var place: String?
}

/// A reboot that a script requests: makes the intent durable, then sends the request, then records the
/// answer.
///
/// A cancellation before the request is sent withdraws the intent. After that, the request still gets its
/// answer.
final class RebootRequest: Cancellable {
    private let wish: RebootWish
    private let runtime: ScriptRuntime
    private let client: ZenlayerClient
    private let journal: RequestJournal
    private let ticket: ResumptionTicket
    private let began: Moment
    /// The number of the intent in the journal; nil if the journal is off.
    private var intent: Int?
    private var isSent = false
    private var step: (any Cancellable)?

    init(
        _ wish: RebootWish, runtime: ScriptRuntime, client: ZenlayerClient, journal: RequestJournal,
        ticket: ResumptionTicket
    ) {
        (self.wish, self.runtime, self.client) = (wish, runtime, client)
        (self.journal, self.ticket) = (journal, ticket)
        began = runtime.host.now
    }

    func start() {
        do throws(ScriptError) { intent = try journal.intend(wish) } catch {
            return runtime.finish(ticket, .failure(error))
        }
        guard intent != nil else { return send() }
        let waiter = journal.whenDurable { [self] problem in
            if let problem { giveUp(problem) } else { sendUnlessUnresolved() }
        }
        if !isSent { step = waiter }
    }

    func cancel() {
        step?.cancel()
        if !isSent { withdraw(because: "the script gave it up") }
    }

    private func sendUnlessUnresolved() {
        do throws(ScriptError) { try journal.checkOthers(wish) } catch { return giveUp(error) }
        send()
    }

    private func giveUp(_ problem: ScriptError) {
        withdraw(because: problem.message)
        runtime.finish(ticket, .failure(problem))
    }

    private func withdraw(because reason: String) {
        if let intent { journal.withdraw(intent, wish.ids, because: reason) }
        intent = nil
    }

    private func send() {
        guard runtime.letSettle(ticket) else { return }
        isSent = true
        let waited = runtime.host.now - began
        let within = wish.within.map { $0 - .nanoseconds(waited) }
        step = client.reboot(wish.ids, force: wish.isForced, within: within) { [self] result in
            if let intent { journal.answered(intent, wish.ids, result) }
            runtime.finish(ticket, CloudModule.answer(result))
        }
    }
}
