import ScriptRuntime

// What chance brings about, and the record of it.
extension SimulatedCloud {
    /// Tells a request from all others; to be called once for each.
    mutating func identify(_ action: String, instance: Int? = nil) -> RequestIdentity {
        let kind = RequestIdentity(action: action, instance: instance.map { Int32($0) })
        let number = identified[kind, default: 0] + 1
        identified[kind] = number
        return RequestIdentity(action: action, instance: kind.instance, number: number)
    }

    /// Whether a fault that strikes a share of all requests strikes this one.
    mutating func strikes(_ fault: FaultName, share: Double, _ request: RequestIdentity, at now: Moment)
        -> Bool
    {
        guard share > 0, draws.strikes(fault, share: share, request: request, position: position(of: request))
        else {
            return false
        }
        let occurrence = Occurrence(fault: fault, subject: .request(request))
        guard allows(occurrence) else { return false }
        chronicle?.add(occurrence, at: now)
        return true
    }

    func position(of request: RequestIdentity) -> Int {
        request.instance.map { Int(fleet.instances[Int($0)].position) } ?? -1
    }

    /// Whether it is one of those spells in which this fault is about.
    mutating func isUnder(_ spell: Spell?, of fault: FaultName, at now: Moment) -> Bool {
        guard let spell, let number = draws.spell(fault, spell, at: now) else { return false }
        let occurrence = Occurrence(fault: fault, subject: .spell(Int32(clamping: number)))
        guard allows(occurrence) else { return false }
        chronicle?.add(occurrence, at: now)
        return true
    }

    /// Whether a call of a rehearsed service's hook for an instance fails.
    mutating func hookFails(for id: String, at now: Moment) -> Bool {
        let request = identify("hook", instance: fleet.index(ofID: id))
        return strikes(.hookFails, share: settings.faults.hookFails, request, at: now)
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
        guard let allowed else { return true }
        return allowed.contains(occurrence.text(in: fleet)) || allowed.contains(occurrence.words(in: fleet))
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
            guard let allowed else { return true }
            return allowed.contains(occurrence.text(in: self)) || allowed.contains(occurrence.words(in: self))
        }
    }
}
