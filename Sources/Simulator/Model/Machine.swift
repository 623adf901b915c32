import Basics

/// One instance's state as a function of time: its present state, and the change that is under way.
///
/// No code runs as time passes: the state is computed for the moment that is asked about. ``settle(at:)`` makes a finished
/// change part of the present state before the next change begins.
package struct Machine: Sendable {
    /// The status until a change takes effect.
    var status: MachineStatus
    /// The faults that strike it.
    var faults: FaultSet = []
    /// The number of accepted requests to reboot it.
    package var rebootsAccepted: UInt16 = 0
    /// The number of boots since the start of the simulation, without those of a change under way.
    var boots: UInt32 = 0
    /// When the present boot began.
    var bootedAt: Moment
    /// When the present boot's service opened its port, healthy or not.
    var answersAt = Moment.start
    /// When the present boot became healthy.
    var healthyAt = Moment.start
    /// When the present boot stops being healthy, while the machine keeps running.
    var failsAt = Moment.never
    /// When it leaves the inventory.
    var goneAt = Moment.never
    /// Whether it is not in the inventory yet.
    var isToAppear = false
    /// The time in which it is moved to another server; it keeps running, under a status that no documentation names.
    var migration: Range<Moment>?
    var change: Change?
    /// The state that the ledger last counted.
    package var seen = MachineState(status: .running, isHealthy: true)

    /// A change of the machine, with all moments of its course.
    struct Change: Sendable {
        /// The status while it lasts.
        var during: MachineStatus
        /// The status when it is over.
        var after: MachineStatus
        /// The number of boots that it contains.
        var boots: UInt16
        /// When the old status ends; the machine works until then.
        var leavesAt: Moment
        /// When the status becomes ``after``; `never` if the machine is stuck.
        var returnsAt: Moment
        var answersAt: Moment
        var healthyAt: Moment
        var failsAt = Moment.never
    }

    /// The faults that strike this machine.
    struct FaultSet: OptionSet, Sendable {
        let rawValue: UInt32

        init(rawValue: UInt32) { self.rawValue = rawValue }

        /// The fault at this place in ``ActiveFaults/machines``.
        init(place: Int) { rawValue = 1 << place }
    }
}

// MARK: - The state at a moment

extension Machine {
    /// The true status.
    func status(at now: Moment) -> MachineStatus {
        guard let change, now >= change.leavesAt else { return status }
        return now < change.returnsAt ? change.during : change.after
    }

    /// Whether it has been RUNNING since a moment, and stays so until its next change.
    func isAtRest(since moment: Moment) -> Bool {
        if let migration, moment < migration.upperBound { return false }
        guard let change else { return status == .running }
        return moment >= change.returnsAt && change.after == .running
    }

    /// Whether the operating system runs.
    func isUp(at now: Moment) -> Bool { status(at: now) == .running }

    /// Whether the service has its port open, healthy or not.
    func answers(at now: Moment) -> Bool {
        isUp(at: now) && now >= (changeOver(at: now)?.answersAt ?? answersAt)
    }

    func isHealthy(at now: Moment) -> Bool {
        guard isUp(at: now) else { return false }
        if let over = changeOver(at: now) { return now >= over.healthyAt && now < over.failsAt }
        return now >= healthyAt && now < failsAt
    }

    /// Whether it is not in the inventory.
    func isGone(at now: Moment) -> Bool { isToAppear || now >= goneAt }

    func isMigrating(at now: Moment) -> Bool { migration?.contains(now) == true }

    /// The status that DescribeInstancesStatus shows: unlike ``status(at:)``, it includes MIGRATING, which no documentation
    /// names.
    func statusShown(at now: Moment) -> MachineStatus {
        let status = status(at: now)
        return status == .running && isMigrating(at: now) ? .migrating : status
    }

    func state(at now: Moment) -> MachineState {
        MachineState(status: status(at: now), isHealthy: isHealthy(at: now), isGone: isGone(at: now))
    }

    /// Boots that have begun since the start of the simulation.
    func boots(at now: Moment) -> Int {
        guard let change, now >= change.leavesAt else { return Int(boots) }
        return Int(boots) + Int(change.boots)
    }

    /// Nanoseconds since the kernel started; nil while it does not run, and before the earliest boot that is still known.
    func uptime(at now: Moment) -> Int64? {
        guard isUp(at: now) else { return nil }
        let since = changeOver(at: now).map { $0.boots > 0 ? $0.returnsAt : bootedAt } ?? bootedAt
        return now >= since ? now - since : nil
    }

    private func changeOver(at now: Moment) -> Change? {
        guard let change, now >= change.returnsAt else { return nil }
        return change
    }
}

// MARK: - Changing it

extension Machine {
    /// Begins a change, or replaces the change that is under way.
    mutating func begin(_ next: Change, at now: Moment) {
        settle(at: now)
        if let change, now >= change.leavesAt {
            status = change.during
            boots += UInt32(change.boots)
        }
        change = next
    }

    /// Adds a reboot to the reboot that is under way.
    mutating func extendReboot(with next: Change) {
        guard var current = change else { return change = next }
        current.boots += next.boots
        current.returnsAt = current.returnsAt == .never ? .never : max(current.returnsAt, next.returnsAt)
        current.answersAt = max(current.answersAt, next.answersAt)
        current.healthyAt = max(current.healthyAt, next.healthyAt)
        current.failsAt = max(current.failsAt, next.failsAt)
        change = current
    }

    /// Makes a finished change part of the present state.
    mutating func settle(at now: Moment) {
        guard let over = changeOver(at: now) else { return }
        status = over.after
        boots += UInt32(over.boots)
        if over.boots > 0 { bootedAt = over.returnsAt }
        answersAt = over.answersAt
        healthyAt = over.healthyAt
        failsAt = over.failsAt
        change = nil
    }
}
