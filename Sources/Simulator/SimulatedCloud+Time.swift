import ScriptRuntime

/// Something that befalls a machine by itself.
struct Fate: Sendable {
    var at: Moment
    var index: Int32
    var fault: FaultName
}

// Time passes: machines change, and what is fated happens.
extension SimulatedCloud {
    /// Lets the ledger see everything that happened until `now`; earlier than the last call counts as then.
    @discardableResult
    mutating func advance(to now: Moment) -> Moment {
        lastMoment = max(lastMoment, now)
        while let next = nextChange, next <= lastMoment {
            if let fate = fates.last, fate.at == next {
                fates.removeLast()
                befall(fate)
            } else if let appointment = ledger.takeNext() {
                review(appointment.index, at: appointment.at)
            }
        }
        return lastMoment
    }

    /// When something in the world changes next, as far as that is settled now.
    var nextChange: Moment? { [fates.last?.at, ledger.nextMoment].compactMap { $0 }.min() }

    /// Looks at every machine for the first time.
    mutating func openLedger() {
        for index in machines.indices {
            review(index, at: .start)
            if machines[index].healthyAt == .never { note(.unhealthyAtStart, on: index, at: .start) }
            if machines[index].healthyAt > .start {
                ledger.expect(index, at: machines[index].healthyAt, goesDown: false)
            }
        }
    }

    /// Draws what will befall machines by themselves, the last first.
    mutating func drawFates() {
        let faults = settings.faults
        let struck: [(FaultName, Affected)] = [
            (.diesByItself, faults.diesByItself), (.vanishes, faults.vanishes),
            (.movesToRecycle, faults.movesToRecycle),
        ]
        for (fault, affected) in struck {
            for index in fleet.places(of: affected, fault, draws: draws, allowed: allowed) {
                let position = Int(fleet.instances[index].position)
                let at = draws.moment(of: fault, instance: position, within: faults.fateWithin)
                fates.append(Fate(at: at, index: Int32(index), fault: fault))
            }
        }
        fates.sort { ($1.at, $1.index, $1.fault.rawValue) < ($0.at, $0.index, $0.fault.rawValue) }
    }

    private mutating func befall(_ fate: Fate) {
        let index = Int(fate.index)
        guard !machines[index].isGone(at: fate.at), !machines[index].status(at: fate.at).isLeaving else {
            return
        }
        note(fate.fault, on: index, at: fate.at)
        switch fate.fault {
        case .vanishes:
            machines[index].goneAt = fate.at
            goneCount += 1
            lastSelection = nil
        case .movesToRecycle:
            begin(.toRecycleBin(at: fate.at), of: index, at: fate.at)
        default:
            begin(.death(at: fate.at), of: index, at: fate.at)
        }
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

extension Machine.Change {
    fileprivate static func death(at moment: Moment) -> Self {
        Self(
            during: .stopped, after: .stopped, boots: 0, leavesAt: moment, returnsAt: moment,
            answersAt: .never,
            healthyAt: .never)
    }

    fileprivate static func toRecycleBin(at moment: Moment) -> Self {
        Self(
            during: .recycling, after: .recycle, boots: 0, leavesAt: moment, returnsAt: moment + .seconds(10),
            answersAt: .never, healthyAt: .never)
    }
}
