import Basics

/// Joins the questions of several callers in the same turn into common batches.
///
/// Each id is sent once, and each caller gets the verdicts on its own ids only. A batch that every caller has cancelled is
/// cancelled.
final class Joiner<Verdict> {
    typealias Report = ([(id: String, verdict: Verdict)]) -> Void

    /// Asks about one batch, and reports each of its ids once, in any number of parts.
    typealias Ask = (_ ids: [String], _ report: @escaping Report) -> any Cancellable

    private let timeline: any Timeline
    private let ask: Ask
    private var waiting: [JoinedCaller<Verdict>] = []

    init(timeline: any Timeline, ask: @escaping Ask) {
        self.timeline = timeline
        self.ask = ask
    }

    /// Asks together with other callers; `completion` gets each id once, in the order of its first mention.
    func join(_ ids: [String], completion: @escaping Report) -> any Cancellable {
        let caller = JoinedCaller(ids: ids.withoutRepeats(), completion: completion)
        if waiting.isEmpty { _ = timeline.schedule(after: .zero) { [self] in send() } }
        waiting.append(caller)
        return caller
    }

    private func send() {
        let callers = waiting.filter { !$0.isOver }
        waiting = []
        let round = JoinedRound(callers)
        for ids in Batcher.chunks(round.ids) { round.start(ids, ask) }
    }
}

/// The questions of the callers of one turn, and the verdicts so far.
private final class JoinedRound<Verdict> {
    let ids: [String]
    private var callers: [String: [JoinedCaller<Verdict>]] = [:]
    private var verdicts: [String: Verdict] = [:]

    init(_ callers: [JoinedCaller<Verdict>]) {
        ids = callers.flatMap(\.ids).withoutRepeats()
        for caller in callers {
            for id in caller.ids { self.callers[id, default: []].append(caller) }
        }
    }

    func start(_ ids: [String], _ ask: Joiner<Verdict>.Ask) {
        let batch = JoinedBatch()
        for caller in ids.lazy.flatMap({ self.callers[$0] ?? [] }) { caller.take(part: batch) }
        batch.request = ask(ids) { [self] report in receive(report) }
    }

    private func receive(_ report: [(id: String, verdict: Verdict)]) {
        var complete: [JoinedCaller<Verdict>] = []
        for (id, verdict) in report where verdicts[id] == nil {
            verdicts[id] = verdict
            complete += (callers[id] ?? []).filter { $0.countDown() }
        }
        for caller in complete {
            caller.finish(caller.ids.compactMap { id in verdicts[id].map { (id, $0) } })
        }
    }
}

/// One request, and the number of callers that still wait for it.
private final class JoinedBatch {
    var request: (any Cancellable)?
    var callerCount = 0

    func leave() {
        callerCount -= 1
        if callerCount == 0 { request?.cancel() }
    }
}

/// A caller, which may cancel.
private final class JoinedCaller<Verdict>: Cancellable {
    let ids: [String]
    private var missing: Int
    private var batches: [JoinedBatch] = []
    private var completion: Joiner<Verdict>.Report?

    init(ids: [String], completion: @escaping Joiner<Verdict>.Report) {
        self.ids = ids
        missing = ids.count
        self.completion = completion
    }

    var isOver: Bool { completion == nil }

    func take(part batch: JoinedBatch) {
        guard batches.last !== batch else { return }
        batches.append(batch)
        batch.callerCount += 1
    }

    /// Counts one id as answered; returns true for the last id.
    func countDown() -> Bool {
        missing -= 1
        return missing == 0
    }

    func finish(_ verdicts: [(id: String, verdict: Verdict)]) {
        let completion = completion
        self.completion = nil
        completion?(verdicts)
    }

    func cancel() {
        guard completion != nil else { return }
        completion = nil
        for batch in batches { batch.leave() }
    }
}
