package import Basics
package import ScriptRuntime

/// An event of a simulated run, in the script or in the world.
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
        /// The script's process was killed from outside; the first is number 1.
        case killed(process: Int)
        /// The same script was started again, as this process.
        case begun(process: Int)
        // What the world did.
        case request(number: Int32, action: String, ids: Int32?, RequestOutcome)
        case rebootAccepted(Int32, request: Int32, state: MachineState, isForced: Bool)
        case stopAccepted(Int32, request: Int32)
        case startAccepted(Int32, request: Int32)
        /// A command restarts the service of an instance.
        case serviceRestarted(Int32, request: Int32)
        case machine(Int32, MachineState)
        case struck(Occurrence)
    }
}

/// The outcome of a request, as its sender sees it.
package enum RequestOutcome: Sendable, Equatable {
    case answered
    case refused(status: Int, code: String)
    /// The request never arrived.
    case lost
    /// The request has no answer and is carried out later.
    case postponed
    /// The request was carried out, but its sender can't know: the answer is lost, late or unreadable.
    case unheard
    /// The request was not carried out, but its sender can't know that from the answer.
    case failed
}

/// The state of a machine, as its users see it.
package struct MachineState: Sendable, Equatable {
    package var status: MachineStatus
    package var isHealthy: Bool
    /// Whether it has left the inventory.
    package var isGone = false

    package init(status: MachineStatus, isHealthy: Bool, isGone: Bool = false) {
        self.status = status
        self.isHealthy = isHealthy
        self.isGone = isGone
    }

    /// Whether it is down: still part of the fleet, but not running and healthy.
    package var isDown: Bool { !isHealthy && !isGone && !status.isLeaving }

    /// In words: `healthy`, `RUNNING, but not healthy`, `REBOOT`, `gone from the inventory`.
    package var words: String {
        if isGone { return "gone from the inventory" }
        if isHealthy { return "healthy" }
        return status == .running ? "RUNNING, but not healthy" : status.rawValue
    }
}
