import Basics

// Decides which faults strike, and records their occurrences.
extension SimulatedCloud {
    /// Gives a request its identity; called once for each request.
    mutating func identify(_ action: String, instance: Int? = nil) -> RequestIdentity {
        let kind = RequestIdentity(action: action, instance: instance.map { Int32($0) })
        let number = identified[kind, default: 0] + 1
        identified[kind] = number
        return RequestIdentity(action: action, instance: kind.instance, number: number)
    }

    /// Whether a fault that strikes a share of all requests strikes this request.
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

    /// Whether a spell of a fault lasts now.
    mutating func isUnder(_ spell: Spell?, of fault: FaultName, at now: Moment) -> Bool {
        guard let spell, let number = draws.spell(fault, spell, at: now) else { return false }
        let occurrence = Occurrence(fault: fault, subject: .spell(Int32(clamping: number)))
        guard allows(occurrence) else { return false }
        chronicle?.add(occurrence, at: now)
        return true
    }

    /// Whether a fault that the model asks for strikes a machine now, as `when` decides; notes the occurrence.
    mutating func has(
        _ fault: Fault<Affected>, _ index: Int, at now: Moment, when: (Draws) -> Bool = { _ in true }
    ) -> Bool {
        guard let set = faults.set(with: fault.name), machines[index].faults.contains(set), when(draws)
        else { return false }
        note(fault.name, on: index, at: now)
        return true
    }

    mutating func noteFaultsShownByReboot(of index: Int, at now: Moment) {
        for (place, fault) in faults.machines.enumerated()
        where fault.effect.isShownByReboot && machines[index].faults.contains(.init(place: place)) {
            note(fault.name, on: index, at: now)
        }
    }

    /// When a fault strikes that strikes the run once; nil if it does not strike.
    func moment(of fault: FaultName, _ once: OnceAt?) -> Moment? {
        guard let once, allows(Occurrence(fault: fault, subject: .run)) else { return nil }
        return switch once {
        case .drawn: draws.moment(of: fault, within: settings.faults.fateWithin)
        case .after(let duration): Moment(duration)
        }
    }

    /// Records that a fault of the whole run took effect.
    mutating func noteOnce(_ fault: FaultName, at now: Moment) {
        chronicle?.add(Occurrence(fault: fault, subject: .run), at: now)
    }

    /// Records that a fault of a machine took effect.
    mutating func note(_ fault: FaultName, on index: Int, at now: Moment) {
        chronicle?.add(Occurrence(fault: fault, subject: .instance(Int32(index))), at: now)
    }

    func allows(_ occurrence: Occurrence) -> Bool {
        guard let allowed else { return true }
        return allowed.contains(occurrence.text(in: fleet)) || allowed.contains(occurrence.words(in: fleet))
    }
}

extension Fleet {
    /// The places of the instances that a fault strikes; an id or a name that no instance has is ignored.
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
