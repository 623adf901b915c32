/// Reboots, starts and stops instances for all who ask, in common requests where the options are the same.
final class PowerSwitch {
    private let sender: RequestSender
    private let statuses: StatusReader
    private var joiners: [PowerOperation: Joiner<WriteVerdict>] = [:]

    init(sender: RequestSender, statuses: StatusReader) {
        self.sender = sender
        self.statuses = statuses
    }

    func perform(
        _ operation: PowerOperation, on ids: [String],
        completion: @escaping ([(id: String, verdict: WriteVerdict)]) -> Void
    ) -> any Cancellable {
        joiner(operation).join(ids, completion: completion)
    }

    private func joiner(_ operation: PowerOperation) -> Joiner<WriteVerdict> {
        if let joiner = joiners[operation] { return joiner }
        let joiner = Joiner<WriteVerdict>(timeline: sender.timeline) { [sender, statuses] ids, report in
            let work = Ongoing()
            let expiresAt = operation.patience.map { sender.timeline.now + $0 }
            PowerBatch(
                operation, ids, sender: sender, statuses: statuses, expiresAt: expiresAt, partOf: work,
                report: report
            ).send()
            return work
        }
        joiners[operation] = joiner
        return joiner
    }
}

/// At most 100 instances in one request, which is sent once.
private final class PowerBatch {
    /// The pauses before each look at the status, when nobody knows what became of the request.
    private static let looks: [Duration] = [.seconds(1), .seconds(2), .seconds(3)]

    private let operation: PowerOperation
    private let ids: [String]
    private let sender: RequestSender
    private let statuses: StatusReader
    /// When it is too late to ask.
    private let expiresAt: Duration?
    private let work: Ongoing
    private let report: Joiner<WriteVerdict>.Report

    init(
        _ operation: PowerOperation, _ ids: [String], sender: RequestSender, statuses: StatusReader,
        expiresAt: Duration?, partOf whole: Ongoing, report: @escaping Joiner<WriteVerdict>.Report
    ) {
        self.operation = operation
        self.ids = ids
        self.sender = sender
        self.statuses = statuses
        self.expiresAt = expiresAt
        work = Ongoing(partOf: whole)
        self.report = report
    }

    func send() {
        work.proceed(
            with: sender.run(operation.action(ids), expiresAt: expiresAt) { [self] outcome in
                switch outcome {
                case .success(let answer): accept(answer)
                case .failed(let error): fail(error)
                case .uncertain(let error): look(for: ids[...], because: error, Self.looks[...])
                }
            })
    }

    private func accept(_ answer: CloudAnswer<[String]>) {
        let refused = Set(answer.value)
        let refusal = operation.refusal(requestID: answer.requestID)
        finish(
            ids.map { id in
                let isRefused = refused.contains(id)
                return (
                    id, isRefused ? .failed(refusal, isCommon: false) : .accepted(requestID: answer.requestID)
                )
            })
    }

    /// A refused request started nothing, so its halves may be asked for.
    private func fail(_ error: CloudError) {
        guard let halves = Batcher.halves(ids, refusedWith: error) else {
            let isCommon = !Batcher.mayConcernOneInstance(error)
            return finish(ids.map { ($0, .failed(error, isCommon: isCommon)) })
        }
        for half in halves {
            PowerBatch(
                operation, half, sender: sender, statuses: statuses, expiresAt: expiresAt, partOf: work,
                report: report
            ).send()
        }
    }

    private func look(for ids: ArraySlice<String>, because error: CloudError, _ pauses: ArraySlice<Duration>)
    {
        guard let pause = pauses.first, !ids.isEmpty else {
            return finish(ids.map { ($0, .uncertain(error)) })
        }
        work.proceed(
            with: sender.timeline.schedule(after: pause) { [self] in
                work.proceed(
                    with: statuses.read(Array(ids)) { [self] verdicts in
                        let unproven = reportProven(verdicts)
                        look(for: unproven[...], because: error, pauses.dropFirst())
                    })
            })
    }

    /// Reports those whose status shows that the request arrived.
    /// - Returns: The others.
    private func reportProven(_ verdicts: [(id: String, verdict: StatusReader.Verdict)]) -> [String] {
        var proven: [(id: String, verdict: WriteVerdict)] = []
        var unproven: [String] = []
        for (id, verdict) in verdicts {
            if case .success(let status) = verdict, operation.isProven(by: status) {
                proven.append((id, .accepted(requestID: nil)))
            } else {
                unproven.append(id)
            }
        }
        report(proven)
        return unproven
    }

    private func finish(_ verdicts: [(id: String, verdict: WriteVerdict)]) {
        work.finish()
        report(verdicts)
    }
}
