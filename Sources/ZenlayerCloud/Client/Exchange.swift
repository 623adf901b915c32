import Basics

/// One request and its attempts, until its outcome is known or it is given up.
final class Exchange: Cancellable {
    private let sender: RequestSender
    private let descriptor: ActionDescriptor
    private let body: [UInt8]
    private let instanceCount: Int
    private let writtenIDs: [String]
    /// The deadline, after which no attempt begins; nil: no deadline.
    private let expiresAt: Duration?
    private var completion: ((AttemptOutcome) -> Void)?
    private var attempt = 0
    private var sentAt: Duration = .zero
    private var isOnItsWay = false
    /// When the last attempt was signed, by the cloud's clock.
    private var signedAt: Int64 = 0
    private var hasAdoptedClock = false
    private var step: (any Cancellable)?

    init(
        _ descriptor: ActionDescriptor, parameters: JSONObject, sender: RequestSender,
        expiresAt: Duration? = nil,
        completion: @escaping (AttemptOutcome) -> Void
    ) {
        self.sender = sender
        self.descriptor = descriptor
        self.expiresAt = expiresAt
        self.completion = completion
        body = parameters.serialized()
        let ids = parameters["instanceIds"]?.arrayValue ?? []
        instanceCount = ids.count
        writtenIDs = descriptor.repeatability == .safe ? [] : ids.compactMap(\.stringValue)
    }

    func start() {
        if sender.gate.pass() {
            send()
        } else {
            step = sender.gate.wait { [self] in send() }
        }
    }

    /// Cancels the request; a write that is already sent is left to arrive, since breaking it off would make its outcome
    /// unknown.
    func cancel() {
        completion = nil
        if !isOnItsWay || descriptor.repeatability == .safe { step?.cancel() }
        step = nil
    }

    private func send() {
        guard expiresAt.map({ sender.timeline.now <= $0 }) ?? true else { return finish(.notSent(.expired)) }
        attempt += 1
        sentAt = sender.timeline.now
        isOnItsWay = true
        sender.observer?(.sent(summary))
        signedAt = sender.unixSeconds
        var request = sender.request(descriptor, body: body, timestamp: signedAt)
        let deadline = sender.configuration.rules.limitsSending ? expiresAt : nil
        request.sendTimeout = deadline.map { $0 - sender.timeline.now }
        step = sender.transport.send(request) { [self] result in receive(result) }
    }

    private func receive(_ result: Result<TransportResponse, TransportError>) {
        isOnItsWay = false
        if case .success(let response) = result { sender.noteTime(of: response) }
        let address = sender.configuration.endpoint.authority
        let outcome = AnswerClassifier(now: sender.unixSeconds, address: address).outcome(of: result)
            .redacted(by: sender.credentials)
        report(outcome)
        guard completion != nil else { return }
        if adoptsClock(outcome), !isTooLate(after: .zero) { return start() }
        guard let error = outcome.error, case .retry(let delay) = decision(outcome), !isTooLate(after: delay)
        else {
            return finish(outcome)
        }
        if case .throttled = outcome { sender.gate.backOff(delay) }
        sender.observer?(.retrying(summary, after: delay, because: error))
        step = sender.timeline.schedule(after: delay) { [self] in start() }
    }

    /// Whether the request may be accepted if it is signed again by the cloud's clock: at most once, since a refused
    /// signature did nothing.
    private func adoptsClock(_ outcome: AttemptOutcome) -> Bool {
        guard sender.configuration.rules.followsServerClock, !hasAdoptedClock,
            case .expiredSignature(_, let serverTime?) = outcome
        else { return false }
        hasAdoptedClock = true
        return sender.adopt(serverTime: serverTime, refused: signedAt)
    }

    private func isTooLate(after delay: Duration) -> Bool {
        expiresAt.map { sender.timeline.now + delay > $0 } ?? false
    }

    private func decision(_ outcome: AttemptOutcome) -> RetryPolicy.Decision {
        sender.configuration.retries.decision(
            attempt: attempt, outcome: outcome, repeatability: descriptor.repeatability,
            jitter: sender.timeline.randomUnit(), hasDeadline: expiresAt != nil)
    }

    private func finish(_ outcome: AttemptOutcome) {
        let completion = completion
        self.completion = nil
        step = nil
        completion?(outcome)
    }
}

extension Exchange {
    private var summary: RequestSummary {
        RequestSummary(
            action: descriptor.name, service: descriptor.service.name, instanceCount: instanceCount,
            writtenIDs: writtenIDs, attempt: attempt)
    }

    private func report(_ outcome: AttemptOutcome) {
        guard let observer = sender.observer else { return }
        let answer = AnswerSummary(
            duration: sender.timeline.now - sentAt, requestID: outcome.requestID, error: outcome.error)
        observer(.answered(summary, answer))
    }
}

extension AttemptOutcome {
    /// The error; nil if the request was accepted.
    var error: CloudError? {
        switch self {
        case .accepted: nil
        case .notSent(let error), .throttled(let error, _), .refused(let error),
            .expiredSignature(let error, _), .unknown(let error):
            error
        }
    }

    fileprivate var requestID: String? {
        if case .accepted(_, let requestID) = self { return requestID }
        return error?.requestID
    }

    fileprivate func redacted(by credentials: Credentials) -> AttemptOutcome {
        switch self {
        case .accepted: self
        case .notSent(let error): .notSent(credentials.redacted(error))
        case .throttled(let error, let pause): .throttled(credentials.redacted(error), retryAfter: pause)
        case .refused(let error): .refused(credentials.redacted(error))
        case .expiredSignature(let error, let time):
            .expiredSignature(credentials.redacted(error), serverTime: time)
        case .unknown(let error): .unknown(credentials.redacted(error))
        }
    }
}
