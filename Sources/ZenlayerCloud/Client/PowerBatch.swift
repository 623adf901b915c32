import Basics

/// A reboot, start or stop of at most 100 instances in one request, which is sent once.
///
/// The documentation does not say whether a batch is all or nothing, so the cloud may refuse a batch after it carried out a
/// part of it. Therefore the ids are looked up first, which makes a refusal rare, and after a refusal nothing is sent again:
/// the status of each instance shows what happened to it.
final class PowerBatch {
    /// The pauses before each look at the status, if the answer does not show the result.
    private static let looks: [Duration] = [.seconds(1), .seconds(2), .seconds(3)]

    private let operation: PowerOperation
    private let ids: [String]
    private let sender: RequestSender
    private let statuses: StatusReader
    /// The request is not sent after this time.
    private let expiresAt: Duration?
    /// The status of each instance when the request was sent, if it was known.
    private var statusesBefore: [String: InstanceStatus] = [:]
    /// After a refusal: the instances that no look has found.
    private var absent: Set<String> = []
    private let work: Ongoing
    private let report: Joiner<WriteVerdict>.Report

    init(
        _ operation: PowerOperation, _ ids: [String], sender: RequestSender, statuses: StatusReader,
        expiresAt: Duration?, work: Ongoing, report: @escaping Joiner<WriteVerdict>.Report
    ) {
        self.operation = operation
        self.ids = ids
        self.sender = sender
        self.statuses = statuses
        self.expiresAt = expiresAt
        self.work = work
        self.report = report
    }

    /// Looks up the ids that no answer has named lately, then sends the request for the instances that exist.
    ///
    /// A single id needs no look-up: its refusal concerns no other instance. A failed look-up does not stop the request,
    /// since the reported results are true without it.
    func start() {
        let unseen = ids.count > 1 ? sender.sightings.unseen(ids, at: sender.timeline.now) : []
        guard !unseen.isEmpty else { return send(ids) }
        work.proceed(
            with: statuses.read(unseen) { [self] verdicts in
                let missing = Set(verdicts.filter { $0.verdict.isNotFound }.map(\.id))
                report(ids.filter(missing.contains).map { ($0, .refused(.instanceMissing, isCommon: false)) })
                send(ids.filter { !missing.contains($0) })
            })
    }

    private func send(_ ids: [String]) {
        guard !ids.isEmpty else { return work.finish() }
        for id in ids { statusesBefore[id] = sender.sightings.status(of: id, at: sender.timeline.now) }
        work.proceed(
            with: sender.run(operation.action(ids), expiresAt: expiresAt) { [self] outcome in
                switch outcome {
                case .accepted(let answer): take(answer, ids)
                case .refused(let error): refuse(ids, error)
                case .unknown(let error): look(for: ids[...], because: error, Self.looks[...])
                }
            })
    }

    private func take(_ answer: CloudAnswer<RefusedInstances>, _ ids: [String]) {
        let refusal = operation.refusal(requestID: answer.requestID)
        // A list that names an instance which was not requested can't be trusted: it may mean another id.
        let isRead = answer.value.isComplete && answer.value.ids.isSubset(of: ids)
        let isComplete = isRead || !rules.doubtsOddFailures
        var verdicts: [(id: String, verdict: WriteVerdict)] = []
        var unclear: [String] = []
        for id in ids {
            if answer.value.ids.contains(id) {
                verdicts.append((id, .refused(refusal, isCommon: false)))
            } else if isComplete {
                verdicts.append((id, .accepted(requestID: answer.requestID)))
            } else {
                unclear.append(id)
            }
        }
        report(verdicts)
        var error = CloudError.unreadableRefusals
        error.requestID = answer.requestID
        look(for: unclear[...], because: error, Self.looks[...])
    }

    private func refuse(_ ids: [String], _ error: CloudError) {
        guard ids.count > 1, !error.isBeforeAnyInstance else {
            let isCommon = !Batcher.mayConcernOneInstance(error)
            return finish(ids.map { ($0, .refused(error, isCommon: isCommon)) })
        }
        for id in ids { sender.sightings.forget(id) }
        if !rules.leavesRefusedBatches, let parts = Batcher.halves(ids, refusedWith: error) {
            return parts.forEach(send)
        }
        absent = Set(ids)
        look(for: ids[...], because: .refusedBatch(error), Self.looks[...])
    }

    /// Reads the statuses a few times; an instance whose status proves nothing stays unknown.
    private func look(for ids: ArraySlice<String>, because error: CloudError, _ pauses: ArraySlice<Duration>)
    {
        guard let pause = pauses.first, !ids.isEmpty else {
            return finish(
                ids.map { id in
                    (id, absent.contains(id) ? .refused(.instanceMissing, isCommon: false) : .unknown(error))
                })
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

    /// Reports the instances whose status proves the result of the request.
    /// - Returns: The other instances.
    private func reportProven(_ verdicts: [(id: String, verdict: StatusReader.Verdict)]) -> [String] {
        var proven: [(id: String, verdict: WriteVerdict)] = []
        var unproven: [String] = []
        for (id, verdict) in verdicts {
            if !verdict.isNotFound { absent.remove(id) }
            if case .success(let status) = verdict, operation.isProven(by: status, after: statusesBefore[id])
            {
                proven.append((id, .accepted(requestID: nil)))
            } else {
                unproven.append(id)
            }
        }
        report(proven)
        return unproven
    }

    private var rules: ClientRules { sender.configuration.rules }

    private func finish(_ verdicts: [(id: String, verdict: WriteVerdict)]) {
        work.finish()
        report(verdicts)
    }
}

extension StatusReader.Verdict {
    /// Whether the cloud answered that it does not know the instance.
    fileprivate var isNotFound: Bool {
        if case .success(.notFound) = self { true } else { false }
    }
}

extension CloudError {
    /// The refusal of an instance that a look-up does not find.
    static let instanceMissing = CloudError(
        .api, code: instanceNotFound, message: "The cloud does not know this instance.")

    /// The cause for which the instances of a refused batch are unknown.
    static func refusedBatch(_ refusal: CloudError) -> CloudError {
        var error = refusal
        error.message =
            "The cloud refused the whole request and may have carried out a part of it: \(refusal.message)"
        return error
    }

    /// Whether the request was refused before the cloud looked at any instance: by a firewall, or because of the credentials.
    var isBeforeAnyInstance: Bool {
        kind != .api || code == "SECURITY_CHALLENGE" || code == "REQUEST_BLOCKED"
    }
}
