import Basics

/// Reboots, starts and stops instances for all callers, in common requests if the options are equal.
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
                operation, ids, sender: sender, statuses: statuses, expiresAt: expiresAt, work: work,
                report: report
            ).start()
            return work
        }
        joiners[operation] = joiner
        return joiner
    }
}
