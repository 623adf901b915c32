public import Basics

extension ZenlayerClient {
    /// The status of instances; ``InstanceStatus/notFound`` for an instance that the cloud does not mention.
    ///
    /// All calls of the same turn share requests of 100 ids. `completion` gets an error if any of the ids could not be read.
    @discardableResult
    public func statuses(
        of ids: [String], completion: @escaping (Result<[String: InstanceStatus], CloudError>) -> Void
    ) -> any Cancellable {
        if let problem = Self.problem(with: ids) { return refuse(problem, completion) }
        return statusReader.read(ids) { verdicts in
            completion(
                Result { () throws(CloudError) in
                    var statuses = [String: InstanceStatus](minimumCapacity: verdicts.count)
                    for (id, verdict) in verdicts { statuses[id] = try verdict.get() }
                    return statuses
                })
        }
    }

    /// Waits until instances have a status; the first look is at once.
    ///
    /// Read errors do not end the wait, except refused credentials. A missing row and an unknown status mean "not yet". The
    /// status is in ``InstanceStatus/known`` or ``InstanceStatus/notFound``; with `mustLeave` it counts only after the
    /// instance was seen in another status during this wait. `every` is the time between two looks: shorter if the timeout is
    /// short, longer after read errors.
    @discardableResult
    public func waitFor(
        _ ids: [String], status: InstanceStatus, mustLeave: Bool = false, timeout: Duration, every: Duration,
        completion: @escaping (Result<StatusWaitOutcome, CloudError>) -> Void
    ) -> any Cancellable {
        if let problem = Self.problem(with: ids) ?? Self.problem(with: status) {
            return refuse(problem, completion)
        }
        let waiter = StatusWaiter(ids, target: status, mustLeave: mustLeave, timeout: timeout, every: every)
        let wait = StatusWait(
            waiter, statuses: statusReader, timeline: sender.timeline, completion: completion)
        wait.start(timeout: timeout)
        return wait
    }

    private static func problem(with status: InstanceStatus) -> CloudError? {
        guard !status.isKnown, status != .notFound else { return nil }
        let known = InstanceStatus.known.map(\.rawValue).joined(separator: ", ")
        return .argument("There is no status \"\(status)\" to wait for; there are \(known).")
    }
}
