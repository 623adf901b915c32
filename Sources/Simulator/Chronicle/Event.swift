package import Basics
package import ScriptRuntime

/// Something that happened in a simulated run, in the script or in the world.
package struct Event: Sendable, Equatable {
    package var at: Moment
    package var kind: Kind

    package init(at moment: Moment, kind: Kind) {
        at = moment
        self.kind = kind
    }

    package enum Kind: Sendable, Equatable {
        // What the script did.
        case did(ScriptAct, place: String?)
        case said(String, HostStream)
        case ended(exitCode: Int32, message: String?)
        // What the world did.
        case request(number: Int32, action: String, ids: Int32?, RequestOutcome)
        case rebootAccepted(Int32, request: Int32, state: MachineState, isForced: Bool)
        case stopAccepted(Int32, request: Int32)
        case startAccepted(Int32, request: Int32)
        case machine(Int32, MachineState)
        case struck(Occurrence)
    }
}

/// What became of a request, as the one who sent it sees it.
package enum RequestOutcome: Sendable, Equatable {
    case answered
    case refused(status: Int, code: String)
    /// It never arrived.
    case lost
    /// It has no answer, and is carried out later.
    case postponed
    /// It was carried out, and nobody hears of it: the answer is lost, late or unreadable.
    case unheard
    /// It was not carried out, and the answer does not tell.
    case failed
}

/// What a machine is to those who use it.
package struct MachineState: Sendable, Equatable {
    package var status: MachineStatus
    package var isHealthy: Bool
    /// Out of the inventory.
    package var isGone = false

    package init(status: MachineStatus, isHealthy: Bool, isGone: Bool = false) {
        self.status = status
        self.isHealthy = isHealthy
        self.isGone = isGone
    }

    /// Missing to those who use the fleet: not running and healthy, though still part of it.
    package var isDown: Bool { !isHealthy && !isGone && !status.isLeaving }

    /// In plain words: `healthy`, `RUNNING, not healthy`, `REBOOT`, `gone`.
    package var words: String {
        if isGone { return "gone from the inventory" }
        if isHealthy { return "healthy" }
        return status == .running ? "RUNNING, but not healthy" : status.rawValue
    }
}
