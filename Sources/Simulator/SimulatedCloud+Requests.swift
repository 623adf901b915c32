import ScriptRuntime
import ZenlayerCloud

// What happens around every request: its number, its delay, limits, and the ways in which it goes wrong.
extension SimulatedCloud {
    /// Answers what came through the door, or was refused there.
    mutating func answer(_ request: Result<SimulatedRequest, Refusal>, at now: Moment) -> SimulatedAnswer {
        let moment = advance(to: now)
        record.count += 1
        var attempt = Attempt(request: request, envelope: Envelope(id: requestID()), delay: latency())
        let identity = identify(attempt.action, instance: attempt.firstID.flatMap { fleet.index(ofID: $0) })
        if strikes(.requestLost, share: settings.faults.requestLost, identity, at: moment) {
            note(attempt, .lost, at: moment)
            return .lost(after: attempt.delay)
        }
        let mishap = drawMishap(identity, at: moment)
        if let mishap, !mishap.isDone(draws, identity, position: position(of: identity)) {
            note(attempt, .failed, at: moment)
            return mishap.answer(attempt)
        }
        do throws(Refusal) {
            try perform(&attempt, at: moment)
            note(attempt, mishap == nil ? .answered : .unheard, at: moment)
            return mishap?.answer(attempt) ?? attempt.envelope.success(delay: attempt.delay)
        } catch {
            record.refused(error)
            note(attempt, .refused(status: error.status, code: error.code), at: moment)
            return attempt.envelope.failure(error, delay: attempt.delay)
        }
    }

    private mutating func perform(_ attempt: inout Attempt, at now: Moment) throws(Refusal) {
        let request = try attempt.request.get()
        let action = try find(request)
        record.arrived(action.name)
        try throttle(at: now)
        let arguments = try Arguments(
            attempt.object.get(), for: action.parameters,
            refusingUnknown: settings.behaviour.refusesUnknownParameters)
        record.named(arguments)
        if action.name == "RebootInstances" { try hang(&attempt.delay) }
        try action.run(&self, arguments, now, &attempt.envelope.json)
    }

    private mutating func note(_ attempt: Attempt, _ outcome: RequestOutcome, at now: Moment) {
        chronicle?.add(
            .request(
                number: Int32(record.count), action: attempt.action,
                ids: attempt.idCount.map { Int32(clamping: $0) },
                outcome), at: now)
    }

    private func find(_ request: SimulatedRequest) throws(Refusal) -> SimulatedAction {
        let key = request.service + "/" + request.action
        guard let action = SimulatedAction.all[key], !(settings.faults.zosMissing && request.service == "zos")
        else {
            throw .unauthorizedOperation
        }
        return action
    }

    private mutating func throttle(at now: Moment) throws(Refusal) {
        let wait = bucket.take(at: now)
        let isStormy =
            isUnder(settings.faults.throttleStorm, of: .throttleStorm, at: now)
            && draws.isHitByStorm(request: record.count)
        guard wait != nil || isStormy else { return }
        var refusal = Refusal.requestLimit
        if settings.faults.saysRetryAfter {
            refusal.retryAfterSeconds = Int(((wait ?? 2_000_000_000) + 999_999_999) / 1_000_000_000)
        }
        throw refusal
    }

    private mutating func hang(_ delay: inout Duration) throws(Refusal) {
        guard !record.hasHung, let hang = settings.faults.firstRebootHang else { return }
        record.hasHung = true
        delay = hang
        if settings.faults.firstRebootLost { throw .requestTimedOut }
    }

    private func requestID() -> String {
        var generator = SeededGenerator(seed: draws.seed, stream: .requestID, index: record.count)
        return "T" + generator.uuid(upperCase: true)
    }

    private func latency() -> Duration {
        let range = settings.behaviour.latency
        var generator = SeededGenerator(seed: draws.seed, stream: .request, index: record.count)
        let span = (range.upperBound - range.lowerBound).wholeNanoseconds
        return range.lowerBound + .nanoseconds(Int64(Double(span) * generator.unit()))
    }
}

/// A request, and its answer in the making.
private struct Attempt {
    let request: Result<SimulatedRequest, Refusal>
    /// The body, read.
    let object: Result<JSONObject, Refusal>
    var envelope: Envelope
    var delay: Duration

    init(request: Result<SimulatedRequest, Refusal>, envelope: Envelope, delay: Duration) {
        self.request = request
        self.envelope = envelope
        self.delay = delay
        object = request.flatMap { request in
            Result { () throws(Refusal) in try Arguments.object(request.body) }
        }
    }

    /// The action that the request names; `?` where it was refused at the door.
    var action: String { (try? request.get().action) ?? "?" }

    /// How many instance ids the request names; nil where it has no such list.
    var idCount: Int? { (try? object.get())?["instanceIds"]?.arrayValue?.count }

    var firstID: String? { (try? object.get())?["instanceIds"]?.arrayValue?.first?.stringValue }
}

// MARK: - Answers that nobody can read

extension SimulatedCloud {
    /// The way in which the answer to the request under way goes wrong; at most one.
    private mutating func drawMishap(_ request: RequestIdentity, at now: Moment) -> Mishap? {
        let faults = settings.faults
        if strikes(.answerLost, share: faults.answerLost, request, at: now) { return .answerLost }
        if strikes(.answerLate, share: faults.answerLate, request, at: now) { return .answerLate }
        if strikes(.serverError, share: faults.serverError, request, at: now) { return .serverError }
        if strikes(.htmlAnswer, share: faults.htmlAnswer, request, at: now) { return .htmlAnswer }
        if strikes(.truncatedAnswer, share: faults.truncatedAnswer, request, at: now) {
            return .truncatedAnswer
        }
        return nil
    }
}

private enum Mishap {
    case answerLost, answerLate, serverError, htmlAnswer, truncatedAnswer

    /// Whether the cloud carries out what was asked.
    func isDone(_ draws: Draws, _ request: RequestIdentity, position: Int) -> Bool {
        let fault: FaultName
        switch self {
        case .answerLost, .answerLate: return true
        case .serverError: fault = .serverError
        case .htmlAnswer: fault = .htmlAnswer
        case .truncatedAnswer: fault = .truncatedAnswer
        }
        return draws.strikes(fault, share: 0.5, request: request, position: position, salt: 1)
    }

    func answer(_ attempt: Attempt) -> SimulatedAnswer {
        switch self {
        case .answerLost: .lost(after: attempt.delay)
        case .answerLate: attempt.envelope.success(delay: .seconds(60) + attempt.delay * 500)
        case .serverError:
            attempt.envelope.failure(
                Refusal(500, "INTERNAL_SERVER_ERROR", "An internal error occurred."), delay: attempt.delay)
        case .htmlAnswer:
            SimulatedAnswer(
                status: 502, headers: [(name: "content-type", value: "text/html")],
                body: Array("<html><body><h1>502 Bad Gateway</h1></body></html>\n".utf8), delay: attempt.delay
            )
        case .truncatedAnswer: attempt.envelope.success(delay: attempt.delay).truncated
        }
    }
}

extension SimulatedAnswer {
    /// No answer: the connection breaks.
    fileprivate static func lost(after delay: Duration) -> SimulatedAnswer {
        SimulatedAnswer(status: 504, headers: [], body: [], delay: delay, isLost: true)
    }

    fileprivate var truncated: SimulatedAnswer {
        var answer = self
        answer.body = Array(body.prefix(body.count * 2 / 3))
        return answer
    }
}
