import Basics
import Lua
import ScriptRuntime
import ZenlayerCloud

/// What a call of `zec.reboot` asks for.
struct RebootWish {
    /// Each id once.
    var ids: [String]
    var isForced: Bool?
    /// The request is not sent after this time.
    var within: Duration?
    /// Whether the reboot is also sent where the result of an earlier request is not known: the option `again`.
    var isRepeated = false
    /// The line of the script.
    var place: String?
}

/// One reboot that a script asks for: its intent is made durable, then it is sent, then its answer is recorded.
///
/// A cancellation withdraws it until it is sent, and lets it settle afterwards.
final class RebootRequest: Cancellable {
    private let wish: RebootWish
    private let runtime: ScriptRuntime
    private let client: ZenlayerClient
    private let journal: RequestJournal
    private let ticket: ResumptionTicket
    private let began: Moment
    /// The number of its intent; nil where nothing is recorded.
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
