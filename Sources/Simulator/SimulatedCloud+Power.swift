import Basics

extension SimulatedAction {
    static let powerActions: [SimulatedAction] = [
        SimulatedAction(
            service: "zec", name: "RebootInstances",
            parameters: [.instanceIDs, ActionParameter(name: "forceReboot", kind: .flag)]
        ) { (cloud, arguments, now, json) throws(Refusal) in
            let isForced = arguments.flag("forceReboot") ?? false
            try cloud.change(arguments, at: now, &json) { cloud, index in
                cloud.reboot(index, isForced: isForced, at: now)
            }
        },
        SimulatedAction(
            service: "zec", name: "StartInstances", parameters: [.instanceIDs]
        ) { (cloud, arguments, now, json) throws(Refusal) in
            try cloud.change(arguments, at: now, &json) { cloud, index in cloud.start(index, at: now) }
        },
        SimulatedAction(
            service: "zec", name: "StopInstances",
            parameters: [.instanceIDs, ActionParameter(name: "forceShutdown", kind: .flag)]
        ) { (cloud, arguments, now, json) throws(Refusal) in
            let isForced = arguments.flag("forceShutdown") ?? true
            try cloud.change(arguments, at: now, &json) { cloud, index in
                cloud.stop(index, isForced: isForced, at: now)
            }
        },
    ]
}

extension SimulatedCloud {
    /// The plan for one id of a batch: a refusal, or a function that carries out the change.
    fileprivate typealias Plan = Result<(inout SimulatedCloud) -> Void, Refusal>

    /// Carries out a change of a batch of ids, and writes the ids that failed.
    ///
    /// All ids are checked before any change is carried out. If the call is refused, ``RefusedBatch`` tells
    /// which ids are carried out all the same.
    fileprivate mutating func change(
        _ arguments: ActionArguments, at now: Moment, _ json: inout JSONBytes,
        plan: (SimulatedCloud, Int) -> Plan
    ) throws(Refusal) {
        let ids = (arguments.texts("instanceIds") ?? []).withoutRepeats()
        var failed: [String] = []
        var accepted: [(position: Int, act: (inout SimulatedCloud) -> Void)] = []
        var refused = refusesBatchInPart(of: ids.count, at: now)
        for (position, id) in ids.enumerated() where position != refused?.position {
            do throws(Refusal) {
                guard let index = place(ofID: id, at: now) else { throw .instanceNotFound(id) }
                let act = try plan(self, index).get()
                if refusesForNoReason(index, at: now) {
                    failed.append(id)
                } else {
                    accepted.append((position, act))
                }
            } catch {
                if let part = settings.behaviour.badID.carriedOut {
                    refused = refused ?? RefusedBatch(position: position, refusal: error, carriedOut: part)
                } else {
                    failed.append(id)
                }
            }
        }
        if let refused {
            for (position, act) in accepted where refused.isCarriedOut(position) { act(&self) }
            throw refused.refusal
        }
        guard !hidesFailedList(of: ids, at: now, &json, carryingOut: accepted.map(\.act)) else { return }
        for (_, act) in accepted { act(&self) }
        json.raw(",\"instanceIds\":")
        json.strings(failed)
    }

    fileprivate func reboot(_ index: Int, isForced: Bool, at now: Moment) -> Plan {
        let status = machines[index].status(at: now)
        if status.isRecycled { return .failure(.instanceRecycled) }
        if machines[index].isMigrating(at: now) { return .failure(.instanceStatus) }
        let again = settings.behaviour.secondReboot == .accepted
        let isAllowed =
            switch status {
            case .running: true
            case .reboot: isForced || again
            case .booting, .starting: isForced
            default: false
            }
        guard isAllowed else { return .failure(.instanceStatus) }
        return .success { $0.acceptReboot(of: index, isForced: isForced, at: now) }
    }

    private mutating func acceptReboot(of index: Int, isForced: Bool, at now: Moment) {
        if chronicle != nil {
            chronicle?.add(
                .rebootAccepted(
                    Int32(index), request: Int32(requestUnderWay.number),
                    state: machines[index].state(at: now),
                    isForced: isForced), at: now)
            noteFaultsShownByReboot(of: index, at: now)
        }
        record.reboots.append(
            RequestRecord.Reboot(index: Int32(index), downBefore: Int32(ledger.downNow), at: now))
        machines[index].rebootsAccepted &+= 1
        machines[index].settle(at: now)
        let change = reboot(of: index, at: now)
        if machines[index].change?.during == .reboot {
            machines[index].extendReboot(with: change)
            if let extended = machines[index].change { ledger.expect(extended, of: index) }
        } else {
            begin(change, of: index, at: now)
        }
    }

    fileprivate func start(_ index: Int, at now: Moment) -> Plan {
        let status = machines[index].status(at: now)
        if status.isRecycled { return .failure(.instanceRecycled) }
        guard status == .stopped else { return .failure(.instanceNotStopped) }
        return .success { cloud in
            cloud.chronicle?.add(
                .startAccepted(Int32(index), request: Int32(cloud.requestUnderWay.number)), at: now)
            cloud.begin(cloud.start(of: index, at: now), of: index, at: now)
        }
    }

    fileprivate func stop(_ index: Int, isForced: Bool, at now: Moment) -> Plan {
        let status = machines[index].status(at: now)
        if status.isRecycled { return .failure(.instanceRecycled) }
        if machines[index].isMigrating(at: now) { return .failure(.instanceStatus) }
        guard status == .running else { return .failure(.instanceNotRunning) }
        return .success { cloud in
            cloud.chronicle?.add(
                .stopAccepted(Int32(index), request: Int32(cloud.requestUnderWay.number)), at: now)
            cloud.begin(cloud.stop(of: index, isForced: isForced, at: now), of: index, at: now)
        }
    }
}
