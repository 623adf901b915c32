package import Basics

/// Something that befalls a machine by itself.
struct Fate: Sendable {
    var at: Moment
    var index: Int32
    /// The place of the fault among those of machines.
    var fault: Int
}

// Time passes: machines change, and what is fated happens.
extension SimulatedCloud {
    /// Lets the ledger see everything that happened until `now`; earlier than the last call counts as then.
    @discardableResult
    package mutating func advance(to now: Moment) -> Moment {
        lastMoment = max(lastMoment, now)
        while let next = nextChange, next <= lastMoment {
            if let fate = fates.last, fate.at == next {
                fates.removeLast()
                befall(fate)
            } else if let request = postponed.last, request.at == next {
                carryOutPostponed()
            } else if let appointment = ledger.takeNext() {
                review(appointment.index, at: appointment.at)
            }
        }
        return lastMoment
    }

    /// When something in the world changes next, as far as that is settled now.
    var nextChange: Moment? {
        [fates.last?.at, postponed.last?.at, ledger.nextMoment].compactMap { $0 }.min()
    }

    /// Looks at every machine for the first time.
    mutating func openLedger() {
        for index in machines.indices {
            review(index, at: .start)
            if machines[index].healthyAt == .never {
                note(FaultCatalog().unhealthyAtStart.name, on: index, at: .start)
            }
            if machines[index].healthyAt > .start {
                ledger.expect(index, at: machines[index].healthyAt, goesDown: false)
            }
        }
    }

    /// Draws what will befall machines by themselves, the last first.
    mutating func drawFates() {
        for (place, fault) in faults.machines.enumerated() {
            guard case .once = fault.effect else { continue }
            for index in machines.indices where machines[index].traits.contains(.init(place: place)) {
                let position = Int(fleet.instances[index].position)
                let at = draws.moment(
                    of: fault.name, instance: position, within: settings.faults.fateWithin)
                fates.append(Fate(at: at, index: Int32(index), fault: place))
            }
        }
        let names = faults.machines.map(\.name.rawValue)
        fates.sort { ($1.at, $1.index, names[$1.fault]) < ($0.at, $0.index, names[$0.fault]) }
    }

    private mutating func befall(_ fate: Fate) {
        let index = Int(fate.index), fault = faults.machines[fate.fault]
        guard fate.at < machines[index].goneAt, !machines[index].status(at: fate.at).isLeaving,
            case .once(before: _, then: let happen) = fault.effect
        else { return }
        note(fault.name, on: index, at: fate.at)
        happen(&self, index, fate.at)
        review(index, at: fate.at)
    }

    private mutating func review(_ index: Int, at moment: Moment) {
        let state = machines[index].state(at: moment), before = machines[index].seen
        guard state != before else { return }
        machines[index].seen = state
        chronicle?.add(.machine(Int32(index), state), at: moment)
        if state.isDown != before.isDown { ledger.count(isDown: state.isDown, at: moment) }
    }
}
