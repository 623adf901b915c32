import Basics

// What all requests share: number, delay, limits and faults.
extension SimulatedCloud {
    /// Answers a request that passed the door, or was refused there.
    mutating func answer(_ request: Result<SimulatedRequest, Refusal>, at now: Moment) -> SimulatedAnswer {
        let moment = advance(to: now)
        record.count += 1
        var attempt = Attempt(
            request: request, frame: AnswerFrame(id: requestID()), delay: latency(), number: record.count)
        attempt.identity = identify(
            attempt.action, instance: attempt.firstID.flatMap { fleet.index(ofID: $0) })
        var answer = answer(&attempt, at: moment)
        answer.headers.append(("date", HTTPDate.text(unixSeconds: unixSeconds(at: moment))))
        return answer
    }

    private mutating func answer(_ attempt: inout Attempt, at now: Moment) -> SimulatedAnswer {
        for passage in faults.passages {
            guard let answer = passage(&self, attempt, now) else { continue }
            note(attempt, .lost, at: now)
            return answer
        }
        let fault = fault(of: attempt, at: now)
        if let fault, !isCarriedOut(attempt.identity, fault) {
            note(attempt, fault.effect.outcome, at: now)
            if case .later(let latest) = fault.effect.carriedOut {
                postpone(attempt, fault.name, latest: latest, at: now)
            }
            return fault.effect.answer(attempt)
        }
        do throws(Refusal) {
            try perform(&attempt, at: now)
            note(attempt, fault == nil ? .answered : .unheard, at: now)
            return fault?.effect.answer(attempt) ?? attempt.frame.success(delay: attempt.delay)
        } catch {
            record.refused(error)
            note(attempt, .refused(status: error.status, code: error.code), at: now)
            return attempt.frame.failure(error, delay: attempt.delay)
        }
    }

    /// The fault that strikes a request; at most one does.
    private mutating func fault(of attempt: Attempt, at now: Moment) -> ActiveFaults.OfRequests? {
        for fault in faults.requests where !fault.effect.strikesChangesOnly || attempt.isChange {
            if strikes(fault.name, share: fault.share, attempt.identity, at: now) { return fault }
        }
        return nil
    }

    private func isCarriedOut(_ request: RequestIdentity, _ fault: ActiveFaults.OfRequests) -> Bool {
        switch fault.effect.carriedOut {
        case .never, .later: false
        case .always: true
        case .halfOfThem:
            draws.strikes(
                fault.name, share: 0.5, request: request, position: position(of: request), salt: 1)
        }
    }

    mutating func perform(_ attempt: inout Attempt, isPostponed: Bool = false, at now: Moment) throws(Refusal)
    {
        let request = try attempt.request.get()
        if let signedAt = request.signedAt, !isPostponed {
            try Authenticator.check(signedAt: signedAt, unixSeconds: unixSeconds(at: now))
        }
        guard let action = SimulatedAction.all[request.service + "/" + request.action] else {
            throw .unauthorizedOperation
        }
        record.arrived(action.name)
        if !isPostponed {
            for arrive in faults.arrivals { try arrive(&self, &attempt, now) }
        }
        let arguments = try ActionArguments(
            attempt.object.get(), for: action.parameters,
            refusingUnknown: settings.behaviour.refusesUnknownParameters)
        record.named(arguments)
        requestUnderWay = (attempt.number, attempt.identity)
        try action.run(&self, arguments, now, &attempt.frame.json)
    }

    mutating func note(_ attempt: Attempt, _ outcome: RequestOutcome, at now: Moment) {
        chronicle?.add(
            .request(
                number: Int32(attempt.number), action: attempt.action,
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
