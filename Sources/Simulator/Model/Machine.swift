import Basics

/// One instance's state as a function of time: what it is now, and the change that is under way.
///
/// Nothing happens to a machine as time passes. Whoever asks gets the state computed for that moment; ``settle(at:)`` folds
/// a change that is over into the present before the next one begins.
package struct Machine: Sendable {
    /// The status until a change takes effect.
    var status: MachineStatus
    /// Which faults strike it.
    var faults: FaultSet = []
    /// Accepted requests to reboot it.
    package var rebootsAccepted: UInt16 = 0
    /// Boots since the start of the simulation, without those of a change under way.
    var boots: UInt32 = 0
    /// When the present boot began.
    var bootedAt: Moment
    /// When the present boot's service opened its port, healthy or not.
    var answersAt = Moment.start
    /// When the present boot became healthy.
    var healthyAt = Moment.start
    /// When the present boot stops being healthy, though it goes on.
    var failsAt = Moment.never
    /// When it leaves the inventory.
    var goneAt = Moment.never
    /// Whether it is not in the inventory yet.
    var isToAppear = false
    /// From when until when it is moved to another server: it runs on, under a status that no documentation names.
    var migration: Range<Moment>?
    var change: Change?
    /// What the ledger last saw of it.
    package var seen = MachineState(status: .running, isHealthy: true)

    /// Something that a request set off, with everything that will come of it.
    struct Change: Sendable {
        /// The status while it lasts.
        var during: MachineStatus
        /// The status when it is over.
        var after: MachineStatus
        /// Boots that it makes.
        var boots: UInt16
        /// When the status leaves the old one; the machine works until then.
        var leavesAt: Moment
        /// When the status becomes ``after``; `never` for one that is stuck.
        var returnsAt: Moment
        var answersAt: Moment
        var healthyAt: Moment
        var failsAt = Moment.never
    }

    /// The faults that strike this machine.
    struct FaultSet: OptionSet, Sendable {
        let rawValue: UInt32

        init(rawValue: UInt32) { self.rawValue = rawValue }

        /// The fault at a place among those of machines that are set in the cloud.
        init(place: Int) { rawValue = 1 << place }
    }
}

// MARK: - The state at a moment

extension Machine {
    /// What it really is.
    func status(at now: Moment) -> MachineStatus {
        guard let change, now >= change.leavesAt else { return status }
        return now < change.returnsAt ? change.during : change.after
    }

    /// Whether it has been RUNNING since a moment, and will be until something is begun with it.
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

    /// Whether it is out of the inventory.
    func isGone(at now: Moment) -> Bool { isToAppear || now >= goneAt }

    func isMigrating(at now: Moment) -> Bool { migration?.contains(now) == true }

    /// What DescribeInstancesStatus says, unlike ``status(at:)`` also of what no documentation names.
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

    /// Nanoseconds since the kernel started; nil while it does not run, and for times before the boot before the last.
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
    /// Begins a change, or replaces the one under way.
    mutating func begin(_ next: Change, at now: Moment) {
        settle(at: now)
        if let change, now >= change.leavesAt {
            status = change.during
            boots += UInt32(change.boots)
        }
        change = next
    }

    /// Reboots once more before the reboot under way is over.
    mutating func extendReboot(with next: Change) {
        guard var current = change else { return change = next }
        current.boots += next.boots
        current.returnsAt = current.returnsAt == .never ? .never : max(current.returnsAt, next.returnsAt)
        current.answersAt = max(current.answersAt, next.answersAt)
        current.healthyAt = max(current.healthyAt, next.healthyAt)
        current.failsAt = max(current.failsAt, next.failsAt)
        change = current
    }

    /// Makes a change that is over the present state.
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
