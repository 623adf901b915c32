internal import Basics

/// The outcome of a reboot, start or stop; every requested id is in exactly one of the three lists.
public struct WriteOutcome: Sendable, Equatable {
    /// The cloud accepted the request for these instances; whether it is done must be observed.
    public var accepted: [String] = []
    /// The instances for which the cloud did nothing.
    public var refused: [RefusedInstance] = []
    /// The instances whose result is unknown, and whose status did not prove it either; the request is not repeated for them.
    public var unknown: [String] = []
    /// Why the result is unknown.
    public var unknownCause: CloudError?
    /// The request ids of the answers, each once.
    public var requestIDs: [String] = []

    public init() {}
}

/// An instance for which the cloud did nothing, and why.
public struct RefusedInstance: Sendable, Equatable {
    public var id: String
    public var code: String
    public var message: String
    /// Whether the request may be repeated: the reason has nothing to do with this instance.
    public var retryable: Bool

    public init(id: String, code: String, message: String, retryable: Bool = false) {
        self.id = id
        self.code = code
        self.message = message
        self.retryable = retryable
    }
}

/// The result of a write for one instance.
enum WriteVerdict {
    case accepted(requestID: String?)
    /// `isCommon` is true if the reason has nothing to do with this instance.
    case refused(CloudError, isCommon: Bool)
    case unknown(CloudError)
}

extension WriteOutcome {
    /// Sums up the verdicts; throws if every instance was refused for a common reason.
    init(_ verdicts: [(id: String, verdict: WriteVerdict)]) throws(CloudError) {
        if let error = Self.commonRefusal(verdicts) { throw error }
        for (id, verdict) in verdicts { add(id, verdict) }
        requestIDs = requestIDs.withoutRepeats()
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
