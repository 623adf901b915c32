/// What became of a reboot, start or stop; every id asked for is in exactly one of the three lists.
public struct WriteOutcome: Sendable, Equatable {
    /// The cloud took it on; that it is done must be seen.
    public var accepted: [String] = []
    /// The cloud did nothing.
    public var refused: [RefusedInstance] = []
    /// Nobody knows, and the status did not show it either; they are never asked for again.
    public var unknown: [String] = []
    /// Why it is unknown what became of them.
    public var unknownCause: CloudError?
    /// Of the answers, each once.
    public var requestIDs: [String] = []

    public init() {}
}

/// An instance for which the cloud did nothing, and why.
public struct RefusedInstance: Sendable, Equatable {
    public var id: String
    public var code: String
    public var message: String
    /// Whether the same may be asked again: it has nothing to do with this instance.
    public var retryable: Bool

    public init(id: String, code: String, message: String, retryable: Bool = false) {
        self.id = id
        self.code = code
        self.message = message
        self.retryable = retryable
    }
}

/// What is known of one instance after a write.
enum WriteVerdict {
    case accepted(requestID: String?)
    /// The reason is common when it has nothing to do with this instance.
    case refused(CloudError, isCommon: Bool)
    case unknown(CloudError)
}

extension WriteOutcome {
    /// Sums up; throws when nothing was done for anybody, for a reason that they share.
    init(_ verdicts: [(id: String, verdict: WriteVerdict)]) throws(CloudError) {
        if let error = Self.commonRefusal(verdicts) { throw error }
        for (id, verdict) in verdicts { add(id, verdict) }
        requestIDs = Batcher.distinct(requestIDs)
    }

    private mutating func add(_ id: String, _ verdict: WriteVerdict) {
        switch verdict {
        case .accepted(let requestID):
            accepted.append(id)
            note(requestID)
        case .refused(let error, _):
            refused.append(
                RefusedInstance(id: id, code: error.code, message: error.message, retryable: error.retryable))
            note(error.requestID)
        case .unknown(let error):
            unknown.append(id)
            unknownCause = unknownCause ?? error
            note(error.requestID)
        }
    }

    private mutating func note(_ requestID: String?) {
        guard let requestID, requestIDs.last != requestID else { return }
        requestIDs.append(requestID)
    }

    private static func commonRefusal(_ verdicts: [(id: String, verdict: WriteVerdict)]) -> CloudError? {
        var first: CloudError?
        for (_, verdict) in verdicts {
            guard case .refused(let error, isCommon: true) = verdict else { return nil }
            first = first ?? error
        }
        return first
    }
}
