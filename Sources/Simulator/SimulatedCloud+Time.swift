package import Basics

/// A fault that strikes a machine once, at a drawn moment.
struct DueFault: Sendable {
    var at: Moment
    var index: Int32
    /// The place of the fault in ``ActiveFaults/machines``.
    var fault: Int
}

// Time passes: machines change, and faults that are due strike.
extension SimulatedCloud {
    /// Applies every change until `now`; a `now` before that of the last call counts as the last call's.
    @discardableResult
    package mutating func advance(to now: Moment) -> Moment {
        lastMoment = max(lastMoment, now)
        while let next = nextChange, next <= lastMoment {
            if let due = dueFaults.last, due.at == next {
                dueFaults.removeLast()
                strike(due)
            } else if let request = postponed.last, request.at == next {
                carryOutPostponed()
            } else if let appointment = ledger.takeNext() {
                review(appointment.index, at: appointment.at)
            }
        }
        return lastMoment
    }

    /// The moment of the next change in the world, as far as it is known now.
    var nextChange: Moment? {
        [dueFaults.last?.at, postponed.last?.at, ledger.nextMoment].compactMap { $0 }.min()
    }

    /// Checks every machine for the first time.
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

    /// Draws the moments of the faults that strike a machine once, and sorts them with the last first.
    mutating func drawDueFaults() {
        for (place, fault) in faults.machines.enumerated() {
            guard case .once = fault.effect else { continue }
            for index in machines.indices where machines[index].faults.contains(.init(place: place)) {
                let position = Int(fleet.instances[index].position)
                let at = draws.moment(
                    of: fault.name, instance: position, within: settings.faults.fateWithin)
                dueFaults.append(DueFault(at: at, index: Int32(index), fault: place))
            }
        }
        let names = faults.machines.map(\.name.rawValue)
        dueFaults.sort { ($1.at, $1.index, names[$1.fault]) < ($0.at, $0.index, names[$0.fault]) }
    }

    private mutating func strike(_ due: DueFault) {
        let index = Int(due.index), fault = faults.machines[due.fault]
        guard due.at < machines[index].goneAt, !machines[index].status(at: due.at).isLeaving,
            case .once(before: _, then: let happen) = fault.effect
        else { return }
        note(fault.name, on: index, at: due.at)
        happen(&self, index, due.at)
        review(index, at: due.at)
    }

    private mutating func review(_ index: Int, at moment: Moment) {
        let state = machines[index].state(at: moment), before = machines[index].seen
        guard state != before else { return }
        machines[index].seen = state
        chronicle?.add(.machine(Int32(index), state), at: moment)
        if state.isDown != before.isDown { ledger.count(isDown: state.isDown, at: moment) }
    }
}
