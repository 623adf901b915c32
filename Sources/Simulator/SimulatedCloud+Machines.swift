import Basics

extension SimulatedCloud {
    /// The fleet's machines as they are at the start, with the faults that strike them.
    static func machines(
        of fleet: Fleet, draws: Draws, faults: ActiveFaults, allowed: Set<String>?, recentBoots: Double
    ) -> [Machine] {
        var machines = fleet.instances.map { instance in
            Machine(
                status: instance.status,
                bootedAt: draws.firstBoot(instance: Int(instance.position), recentShare: recentBoots))
        }
        for (place, fault) in faults.machines.enumerated() {
            for index in fleet.places(of: fault.affected, fault.name, draws: draws, allowed: allowed) {
                machines[index].faults.insert(Machine.FaultSet(place: place))
                switch fault.effect {
                case .atStart(let change), .once(before: let change, then: _): change(&machines[index])
                default: break
                }
            }
        }
        return machines
    }

    /// Begins a change of a machine.
    mutating func begin(_ change: Machine.Change, of index: Int, at now: Moment) {
        machines[index].begin(change, at: now)
        restless.insert(Int32(index))
        ledger.expect(change, of: index)
    }

    /// The change that a reboot makes.
    func reboot(of index: Int, at now: Moment) -> Machine.Change {
        boot(of: index, as: .reboot, at: now)
    }

    /// The change that a start makes.
    func start(of index: Int, at now: Moment) -> Machine.Change {
        boot(of: index, as: settings.behaviour.powerOnStatus == .booting ? .booting : .starting, at: now)
    }

    /// The change that a stop makes.
    func stop(of index: Int, isForced: Bool, at now: Moment) -> Machine.Change {
        let boot = machines[index].boots(at: .never)
        let leavesAt = now + length(settings.behaviour.lag, .lag, index, boot)
        let shutdown = length(settings.behaviour.shutdownTime, .shutdown, index, boot)
        let returnsAt = leavesAt + (isForced ? shutdown / 3 : shutdown)
        return Machine.Change(
            during: .stopping, after: .stopped, boots: 0, leavesAt: leavesAt, returnsAt: returnsAt,
            answersAt: .never, healthyAt: .never)
    }

    private func boot(of index: Int, as status: MachineStatus, at now: Moment) -> Machine.Change {
        let boot = machines[index].boots(at: .never) + 1
        var plan = BootPlan(
            bootTime: length(settings.behaviour.bootTime, .bootTime, index, boot),
            warmUp: length(settings.behaviour.warmUp, .warmUp, index, boot))
        for (place, fault) in faults.machines.enumerated()
        where machines[index].faults.contains(Machine.FaultSet(place: place)) {
            fault.effect.change(&plan, isReboot: status == .reboot)
        }
        let leavesAt = now + length(settings.behaviour.lag, .lag, index, boot)
        return Machine.Change(plan, during: status, leavesAt: leavesAt)
    }

    private func length(
        _ spread: Spread, _ stream: SeededGenerator.Stream, _ index: Int, _ boot: Int
    ) -> Int64 {
        let instance = fleet.instances[index]
        return draws.nanoseconds(
            spread, of: stream, instance: Int(instance.position), type: instance.type, step: boot)
    }
}

extension MachineEffect {
    /// Changes the plan of a boot, if the effect is on boots.
    fileprivate func change(_ plan: inout BootPlan, isReboot: Bool) {
        switch self {
        case .atBoot(let change): change(&plan)
        case .atReboot(let change): if isReboot { change(&plan) }
        default: break
        }
    }

    /// Whether the effect shows in a reboot.
    var isShownByReboot: Bool {
        switch self {
        case .atBoot, .atReboot: true
        default: false
        }
    }
}

extension Machine.Change {
    /// Makes the change that a boot makes.
    fileprivate init(_ plan: BootPlan, during status: MachineStatus, leavesAt: Moment) {
        let returnsAt = plan.comesBack ? leavesAt + plan.bootTime : .never
        let isUp = plan.comesBack && plan.statusAfter == .running
        let healthyAt = isUp && plan.becomesHealthy ? returnsAt + plan.warmUp : .never
        self.init(
            during: status, after: plan.statusAfter, boots: 1, leavesAt: leavesAt, returnsAt: returnsAt,
            answersAt: isUp ? returnsAt + plan.warmUp / 2 : .never, healthyAt: healthyAt)
        if let healthyFor = plan.healthyFor, healthyAt != .never { failsAt = healthyAt + healthyFor }
    }
}
