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
        let fault = fault(of: identity, at: moment)
        if let fault, !isCarriedOut(identity, fault) {
            note(attempt, fault.effect.outcome, at: moment)
            return fault.effect.answer(attempt)
        }
        do throws(Refusal) {
            try perform(&attempt, at: moment)
            note(attempt, fault == nil ? .answered : .unheard, at: moment)
            return fault?.effect.answer(attempt) ?? attempt.envelope.success(delay: attempt.delay)
        } catch {
            record.refused(error)
            note(attempt, .refused(status: error.status, code: error.code), at: moment)
            return attempt.envelope.failure(error, delay: attempt.delay)
        }
    }

    /// The fault that strikes a request; at most one does.
    private mutating func fault(of request: RequestIdentity, at now: Moment) -> ActiveFaults.OfRequests? {
        for fault in faults.requests where strikes(fault.name, share: fault.share, request, at: now) {
            return fault
        }
        return nil
    }

    private func isCarriedOut(_ request: RequestIdentity, _ fault: ActiveFaults.OfRequests) -> Bool {
        switch fault.effect.carriedOut {
        case .never: false
        case .always: true
        case .halfOfThem:
            draws.strikes(
                fault.name, share: 0.5, request: request, position: position(of: request), salt: 1)
        }
    }

    private mutating func perform(_ attempt: inout Attempt, at now: Moment) throws(Refusal) {
        let request = try attempt.request.get()
        guard let action = SimulatedAction.all[request.service + "/" + request.action] else {
            throw .unauthorizedOperation
        }
        record.arrived(action.name)
        for arrive in faults.arrivals { try arrive(&self, &attempt, now) }
        let arguments = try Arguments(
            attempt.object.get(), for: action.parameters,
            refusingUnknown: settings.behaviour.refusesUnknownParameters)
        record.named(arguments)
        try action.run(&self, arguments, now, &attempt.envelope.json)
    }

    private mutating func note(_ attempt: Attempt, _ outcome: RequestOutcome, at now: Moment) {
        chronicle?.add(
            .request(
                number: Int32(record.count), action: attempt.action,
                ids: attempt.idCount.map { Int32(clamping: $0) },
                outcome), at: now)
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
