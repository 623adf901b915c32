import ScriptRuntime

// What chance brings about, and the record of it.
extension SimulatedCloud {
    /// Whether a fault that strikes a share of all requests strikes the one under way.
    mutating func strikes(_ fault: FaultName, share: Double, at now: Moment) -> Bool {
        strikes(fault, share: share, .request(Int32(record.count)), step: 0, at: now)
    }

    /// Whether a fault that strikes a share of all ids strikes this one in the request under way.
    mutating func strikes(_ fault: FaultName, share: Double, instance index: Int, at now: Moment) -> Bool {
        let subject = Occurrence.Subject.instanceInRequest(Int32(index), request: Int32(record.count))
        return strikes(fault, share: share, subject, step: fleet.instances[index].position + 1, at: now)
    }

    private mutating func strikes(
        _ fault: FaultName, share: Double, _ subject: Occurrence.Subject, step: Int32, at now: Moment
    ) -> Bool {
        guard share > 0, draws.strikes(fault, share: share, request: record.count, step: Int(step)) else {
            return false
        }
        let occurrence = Occurrence(fault: fault, subject: subject)
        guard allows(occurrence) else { return false }
        chronicle?.add(occurrence, at: now)
        return true
    }

    /// Whether it is one of those spells in which this fault is about.
    mutating func isUnder(_ spell: Spell?, of fault: FaultName, at now: Moment) -> Bool {
        guard let spell, let number = draws.spell(fault, spell, at: now) else { return false }
        let occurrence = Occurrence(fault: fault, subject: .spell(Int32(clamping: number)))
        guard allows(occurrence) else { return false }
        chronicle?.add(occurrence, at: now)
        return true
    }

    /// Whether a call of a rehearsed service's hook fails; calls are numbered from 1.
    mutating func hookFails(call number: Int32, at now: Moment) -> Bool {
        let share = settings.faults.hookFails
        guard share > 0, draws.strikes(.hookFails, share: share, request: Int(number), step: 0) else {
            return false
        }
        let occurrence = Occurrence(fault: .hookFails, subject: .request(number))
        guard allows(occurrence) else { return false }
        chronicle?.add(occurrence, at: now)
        return true
    }

    /// When the wall clock jumps, and by how many nanoseconds; nil where it does not.
    func clockJump() -> (at: Moment, nanoseconds: Int64)? {
        let faults = settings.faults
        guard faults.clockJump != 0, allows(Occurrence(fault: .clockJump, subject: .run)) else { return nil }
        return (draws.moment(of: .clockJump, within: faults.fateWithin), Int64(faults.clockJump * 1e9))
    }

    /// Notes that what was dealt to a machine has made a difference.
    mutating func note(_ fault: FaultName, on index: Int, at now: Moment) {
        chronicle?.add(Occurrence(fault: fault, subject: .instance(Int32(index))), at: now)
    }

    private func allows(_ occurrence: Occurrence) -> Bool {
        allowed?.contains(occurrence.text(in: fleet)) ?? true
    }
}

extension Fleet {
    /// The places of those whom a fault strikes; an id or name that nobody has strikes nobody.
    func places(
        of affected: Affected, _ fault: FaultName, draws: Draws, allowed: Set<String>?
    ) -> [Int] {
        guard !affected.isEmpty else { return [] }
        let wanted = Set(affected.instances)
        return instances.indices.filter { index in
            if wanted.contains(instances[index].id) || wanted.contains(instances[index].name) { return true }
            let position = Int(instances[index].position)
            guard draws.strikes(fault, share: affected.share, instance: position) else { return false }
            let occurrence = Occurrence(fault: fault, subject: .instance(Int32(index)))
            return allowed?.contains(occurrence.text(in: self)) ?? true
        }
    }
}
