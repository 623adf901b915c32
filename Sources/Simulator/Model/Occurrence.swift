/// A fault that chance can bring about; the names are those of the knobs.
public enum FaultName: String, Sendable, CaseIterable {
    case alwaysFails, stuckInReboot, comesBackStopped, comesBackUnhealthy, unhealthyAgain, unhealthyAtStart
    case rebootUnseen, healthFlaps, agentMissing, bootIDUnreadable
    case diesByItself, vanishes, movesToRecycle, underMaintenance
    case requestLost, answerLost, answerLate, serverError, htmlAnswer, truncatedAnswer, idRefused
    case hookFails
    case throttleStorm, staleStatus
    case clockJump
}

/// One stroke of bad luck: a fault, and whom or what it strikes.
public struct Occurrence: Hashable, Sendable {
    public var fault: FaultName
    public var subject: Subject

    /// Whom or what a fault strikes.
    public enum Subject: Hashable, Sendable {
        /// The instance at this place of the fleet.
        case instance(Int32)
        /// The request of this number, from 1.
        case request(Int32)
        /// An instance in the request of this number.
        case instanceInRequest(Int32, request: Int32)
        /// The spell of this number, from 0.
        case spell(Int32)
        case run
    }

    /// As a fault file names it: `vanishes@web-0003`, `answerLost#12`, `idRefused#12@web-0003`, `throttleStorm#0`, `clockJump`.
    func text(in fleet: Fleet) -> String {
        switch subject {
        case .instance(let index): "\(fault.rawValue)@\(fleet.instances[Int(index)].id)"
        case .request(let number), .spell(let number): "\(fault.rawValue)#\(number)"
        case .instanceInRequest(let index, let number):
            "\(fault.rawValue)#\(number)@\(fleet.instances[Int(index)].id)"
        case .run: fault.rawValue
        }
    }
}
