internal import Basics

/// Decides when instances have reached a status, and when to look again.
///
/// A read error decides nothing, and a missing row is only *unknown*: in both cases the instance is asked about again until
/// the deadline.
struct StatusWaiter {
    private struct Instance {
        let id: String
        var lastStatus: InstanceStatus?
        var hasLeft = false
        var progress = Progress.pending
    }

    private enum Progress { case pending, reached, lost }

    private static let backoffMax: Duration = .seconds(60)

    private let target: InstanceStatus
    private let mustLeave: Bool
    private let every: Duration
    private var instances: [Instance]
    private var index: [String: Int] = [:]
    private var failedLooks = 0
    /// The latest read error since a successful look.
    private var lastError: CloudError?

    /// Waits for `target`; with `mustLeave`, it counts only after another status was seen.
    ///
    /// `every` is the time between two looks, at most a quarter of `timeout`.
    init(
        _ ids: [String], target: InstanceStatus, mustLeave: Bool, timeout: Duration, every: Duration
    ) {
        self.target = target
        self.mustLeave = mustLeave
        self.every = max(.milliseconds(100), min(every, timeout / 4))
        instances = ids.withoutRepeats().map { Instance(id: $0) }
        for (position, instance) in instances.enumerated() { index[instance.id] = position }
    }

    var pendingIDs: [String] {
        instances.filter { $0.progress == .pending }.map(\.id)
    }

    var isOver: Bool { instances.allSatisfy { $0.progress != .pending } }

    /// Takes the result of one look at the pending instances.
    ///
    /// Throws an error that ends the wait at once: the credentials are refused.
    mutating func observe(_ verdicts: [(id: String, verdict: Result<InstanceStatus, CloudError>)])
        throws(CloudError)
    {
        lastError = nil
        for (id, verdict) in verdicts {
            switch verdict {
            case .success(let status): observe(id, status)
            case .failure(let error) where error.kind == .credentials: throw error
            case .failure(let error): lastError = error
            }
        }
        failedLooks = lastError == nil ? 0 : failedLooks + 1
    }

    private mutating func observe(_ id: String, _ status: InstanceStatus) {
        guard let position = index[id], instances[position].progress == .pending else { return }
        guard status != .notFound || target == .notFound else { return }
        instances[position].lastStatus = status
        if status == target {
            if !mustLeave || instances[position].hasLeft { instances[position].progress = .reached }
            return
        }
        // An undocumented status does not prove that the instance has left its status.
        if status.isKnown { instances[position].hasLeft = true }
        if status.isTerminal, !target.isTerminal, target != .notFound { instances[position].progress = .lost }
    }

    /// How long to wait before the next look.
    ///
    /// Looks fall on multiples of the interval, so that waits which began at different times share requests. After read
    /// errors the interval doubles, up to a minute.
    func delay(now: Duration) -> Duration {
        let interval = max(every, min(Self.backoffMax, every * (1 << min(failedLooks, 16))))
        let ticks = now.attoseconds / interval.attoseconds + 1
        return Duration(attoseconds: ticks * interval.attoseconds) - now
    }

    /// The outcome as far as it is known now.
    var outcome: StatusWaitOutcome {
        var outcome = StatusWaitOutcome(lastError: lastError)
        for instance in instances {
            if instance.hasLeft { outcome.left.append(instance.id) }
            switch instance.progress {
            case .reached: outcome.reached.append(instance.id)
            case .pending: outcome.pending.append(.init(id: instance.id, lastStatus: instance.lastStatus))
            case .lost: outcome.lost.append(.init(id: instance.id, lastStatus: instance.lastStatus))
            }
        }
        return outcome
    }
}

/// How a wait for a status ended; every id is in exactly one of the first three lists.
public struct StatusWaitOutcome: Sendable, Equatable {
    public struct Instance: Sendable, Equatable {
        public var id: String
        /// The last known status; nil if none was seen.
        public var lastStatus: InstanceStatus?

        public init(id: String, lastStatus: InstanceStatus?) {
            self.id = id
            self.lastStatus = lastStatus
        }
    }

    public var reached: [String] = []
    /// The instances that had not reached the status in time.
    public var pending: [Instance] = []
    /// The instances that can't reach the status by themselves: they are in the recycle bin, or on their way there.
    public var lost: [Instance] = []
    /// The instances that were seen in a status other than the target.
    public var left: [String] = []
    /// Why the last look failed, if it did.
    public var lastError: CloudError?

    public init(lastError: CloudError? = nil) {
        self.lastError = lastError
    }
}
