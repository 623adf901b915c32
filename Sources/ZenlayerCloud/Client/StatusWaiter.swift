/// Decides when instances have reached a status, and when to look again.
///
/// A read error never decides anything, and a missing row is only *unknown*: both are asked again until the deadline.
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
    /// The latest read error since a look that went well.
    private var lastError: CloudError?

    /// Waits for `target`, which with `mustLeave` counts only once another status was seen.
    ///
    /// `every` is the time between two looks; within a shorter `timeout` it is shortened to a quarter of that.
    init(
        _ ids: [String], target: InstanceStatus, mustLeave: Bool, timeout: Duration, every: Duration
    ) {
        self.target = target
        self.mustLeave = mustLeave
        self.every = max(.milliseconds(100), min(every, timeout / 4))
        instances = Batcher.distinct(ids).map { Instance(id: $0) }
        for (position, instance) in instances.enumerated() { index[instance.id] = position }
    }

    var pendingIDs: [String] {
        instances.filter { $0.progress == .pending }.map(\.id)
    }

    var isOver: Bool { instances.allSatisfy { $0.progress != .pending } }

    /// Takes in one look at the pending instances.
    ///
    /// Throws what ends the wait at once: that the credentials are refused.
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
        // A word that is not documented says nothing about what was asked for.
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

    /// What is known now.
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
        /// nil when it was never seen.
        public var lastStatus: InstanceStatus?

        public init(id: String, lastStatus: InstanceStatus?) {
            self.id = id
            self.lastStatus = lastStatus
        }
    }

    public var reached: [String] = []
    /// Time ran out for these.
    public var pending: [Instance] = []
    /// These will not get there by themselves: they are in the recycle bin, or on their way.
    public var lost: [Instance] = []
    /// Those that were seen in another status than the one waited for.
    public var left: [String] = []
    /// Why the last look failed, if it did.
    public var lastError: CloudError?

    public init(lastError: CloudError? = nil) {
        self.lastError = lastError
    }
}
