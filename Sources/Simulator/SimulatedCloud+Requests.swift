import ScriptRuntime
import ZenlayerCloud

// What happens around every request: its number, its delay, limits, and the ways in which it goes wrong.
extension SimulatedCloud {
    /// Answers what came through the door, or was refused there.
    mutating func answer(_ request: Result<SimulatedRequest, Refusal>, at now: Moment) -> SimulatedAnswer {
        let moment = advance(to: now)
        record.count += 1
        var attempt = Attempt(envelope: Envelope(id: requestID()), delay: latency())
        if strikes(.requestLost, share: settings.faults.requestLost, at: moment) {
            note(request, .lost, attempt, at: moment)
            return .lost(after: attempt.delay)
        }
        let mishap = drawMishap(at: moment)
        do throws(Refusal) {
            let request = try request.get()
            if let mishap, !mishap.isDone(draws, request: record.count) {
                note(.success(request), .failed, attempt, at: moment)
                return mishap.answer(attempt)
            }
            try perform(request, &attempt, at: moment)
            note(.success(request), mishap == nil ? .answered : .unheard, attempt, at: moment)
            return mishap?.answer(attempt) ?? attempt.envelope.success(delay: attempt.delay)
        } catch {
            record.refused(error)
            note(request, .refused(status: error.status, code: error.code), attempt, at: moment)
            return attempt.envelope.failure(error, delay: attempt.delay)
        }
    }

    private mutating func perform(
        _ request: SimulatedRequest, _ attempt: inout Attempt, at now: Moment
    ) throws(Refusal) {
        let action = try find(request)
        record.arrived(action.name)
        try throttle(at: now)
        let object = try Arguments.object(request.body)
        attempt.ids = object["instanceIds"]?.arrayValue?.count
        let arguments = try Arguments(
            object, for: action.parameters, refusingUnknown: settings.behaviour.refusesUnknownParameters
        )
        record.named(arguments)
        if action.name == "RebootInstances" { try hang(&attempt.delay) }
        try action.run(&self, arguments, now, &attempt.envelope.json)
    }

    private mutating func note(
        _ request: Result<SimulatedRequest, Refusal>, _ outcome: RequestOutcome, _ attempt: Attempt,
        at now: Moment
    ) {
        guard chronicle != nil else { return }
        let action = (try? request.get())?.action ?? "?"
        chronicle?.add(
            .request(
                number: Int32(record.count), action: action, ids: attempt.ids.map { Int32(clamping: $0) },
                outcome),
            at: now)
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
            && draws.strikes(.throttleStorm, share: 0.9, request: record.count, step: 0)
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

/// An answer in the making.
private struct Attempt {
    var envelope: Envelope
    var delay: Duration
    /// How many instance ids the request names; nil where it has no such list.
    var ids: Int?
}

// MARK: - Answers that nobody can read

extension SimulatedCloud {
    /// The way in which the answer to the request under way goes wrong; at most one.
    private mutating func drawMishap(at now: Moment) -> Mishap? {
        let faults = settings.faults
        if strikes(.answerLost, share: faults.answerLost, at: now) { return .answerLost }
        if strikes(.answerLate, share: faults.answerLate, at: now) { return .answerLate }
        if strikes(.serverError, share: faults.serverError, at: now) { return .serverError }
        if strikes(.htmlAnswer, share: faults.htmlAnswer, at: now) { return .htmlAnswer }
        if strikes(.truncatedAnswer, share: faults.truncatedAnswer, at: now) { return .truncatedAnswer }
        return nil
    }
}

private enum Mishap {
    case answerLost, answerLate, serverError, htmlAnswer, truncatedAnswer

    /// Whether the cloud carries out what was asked.
    func isDone(_ draws: Draws, request: Int) -> Bool {
        switch self {
        case .answerLost, .answerLate: true
        case .serverError: draws.strikes(.serverError, share: 0.5, request: request, step: 1)
        case .htmlAnswer: draws.strikes(.htmlAnswer, share: 0.5, request: request, step: 1)
        case .truncatedAnswer: draws.strikes(.truncatedAnswer, share: 0.5, request: request, step: 1)
        }
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
