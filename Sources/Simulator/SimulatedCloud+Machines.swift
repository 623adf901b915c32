import ScriptRuntime

extension SimulatedCloud {
    /// The fleet's machines as they are at the start.
    static func machines(of fleet: Fleet, draws: Draws, faults: Faults, allowed: Set<String>?) -> [Machine] {
        var machines = fleet.instances.map { instance in
            Machine(status: instance.status, bootedAt: draws.firstBoot(instance: Int(instance.position)))
        }
        for (name, affected, trait) in faults.traits where !affected.isEmpty {
            for index in fleet.places(of: affected, name, draws: draws, allowed: allowed) {
                machines[index].traits.insert(trait)
            }
        }
        let unhealthy = fleet.places(
            of: faults.unhealthyAtStart, .unhealthyAtStart, draws: draws, allowed: allowed)
        for index in unhealthy { machines[index].healthyAt = .never }
        return machines
    }

    /// Begins a change that a request set off.
    mutating func begin(_ change: Machine.Change, of index: Int, at now: Moment) {
        machines[index].begin(change, at: now)
        restless.insert(Int32(index))
        ledger.expect(change, of: index)
    }

    /// The change that a reboot makes.
    func reboot(of index: Int, at now: Moment) -> Machine.Change {
        let traits = machines[index].traits
        let boot = machines[index].boots(at: .never) + 1
        let leavesAt = now + length(settings.behaviour.lag, .lag, index, boot)
        let bootTime =
            traits.contains(.rebootUnseen)
            ? 50_000_000 : length(settings.behaviour.bootTime, .bootTime, index, boot)
        let returnsAt = traits.contains(.stuckInReboot) ? .never : leavesAt + bootTime
        var change = Machine.Change(
            during: .reboot, after: .running, boots: 1, leavesAt: leavesAt, returnsAt: returnsAt,
            answersAt: returnsAt, healthyAt: returnsAt)
        if traits.contains(.comesBackStopped) { change.after = .stopped }
        warmUp(&change, of: index, boot: boot)
        return change
    }

    /// The change that powering on makes.
    func start(of index: Int, at now: Moment) -> Machine.Change {
        let boot = machines[index].boots(at: .never) + 1
        let status = settings.behaviour.powerOnStatus == .booting ? InstanceStatus.booting : .starting
        let leavesAt = now + length(settings.behaviour.lag, .lag, index, boot)
        let returnsAt = leavesAt + length(settings.behaviour.bootTime, .bootTime, index, boot)
        var change = Machine.Change(
            during: status, after: .running, boots: 1, leavesAt: leavesAt, returnsAt: returnsAt,
            answersAt: returnsAt, healthyAt: returnsAt)
        warmUp(&change, of: index, boot: boot)
        return change
    }

    /// The change that powering off makes.
    func stop(of index: Int, isForced: Bool, at now: Moment) -> Machine.Change {
        let boot = machines[index].boots(at: .never)
        let leavesAt = now + length(settings.behaviour.lag, .lag, index, boot)
        let shutdown = length(settings.behaviour.shutdownTime, .shutdown, index, boot)
        let returnsAt = leavesAt + (isForced ? shutdown / 3 : shutdown)
        return Machine.Change(
            during: .stopping, after: .stopped, boots: 0, leavesAt: leavesAt, returnsAt: returnsAt,
            answersAt: .never, healthyAt: .never)
    }

    private func warmUp(_ change: inout Machine.Change, of index: Int, boot: Int) {
        guard change.after == .running, change.returnsAt != .never else {
            change.answersAt = .never
            change.healthyAt = .never
            return
        }
        let warmUp = length(settings.behaviour.warmUp, .warmUp, index, boot)
        change.answersAt = change.returnsAt + warmUp / 2
        let isHealthy = !machines[index].traits.contains(.comesBackUnhealthy)
        change.healthyAt = isHealthy ? change.returnsAt + warmUp : .never
        if isHealthy, machines[index].traits.contains(.unhealthyAgain) {
            change.failsAt = change.healthyAt + .seconds(60)
        }
    }

    private func length(
        _ spread: Spread, _ stream: SeededGenerator.Stream, _ index: Int, _ boot: Int
    ) -> Int64 {
        let instance = fleet.instances[index]
        return draws.nanoseconds(
            spread, of: stream, instance: Int(instance.position), type: instance.type, step: boot)
    }
}

extension Faults {
    /// The faults that become a trait of a machine, in an order of their own.
    fileprivate var traits: [(FaultName, Affected, Machine.Traits)] {
        [
            (.alwaysFails, alwaysFails, .alwaysFails),
            (.stuckInReboot, stuckInReboot, .stuckInReboot),
            (.comesBackStopped, comesBackStopped, .comesBackStopped),
            (.comesBackUnhealthy, comesBackUnhealthy, .comesBackUnhealthy),
            (.unhealthyAgain, unhealthyAgain, .unhealthyAgain),
            (.rebootUnseen, rebootUnseen, .rebootUnseen),
            (.healthFlaps, healthFlaps, .healthFlaps),
            (.agentMissing, agentMissing, .agentMissing),
            (.bootIDUnreadable, bootIDUnreadable, .bootIDUnreadable),
        ]
    }
}

extension Machine.Traits {
    /// The faults of a machine that a reboot brings to light.
    var shownByReboot: [FaultName] {
        let all: [(Machine.Traits, FaultName)] = [
            (.stuckInReboot, .stuckInReboot), (.comesBackStopped, .comesBackStopped),
            (.comesBackUnhealthy, .comesBackUnhealthy), (.unhealthyAgain, .unhealthyAgain),
            (.rebootUnseen, .rebootUnseen),
        ]
        return all.filter { contains($0.0) }.map(\.1)
    }
}
