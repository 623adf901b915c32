/// A status word of the API, as it is on the wire.
package enum MachineStatus: String, Sendable {
    case deploying = "DEPLOYING"
    case rebuilding = "REBUILDING"
    case reboot = "REBOOT"
    case running = "RUNNING"
    case stopped = "STOPPED"
    case booting = "BOOTING"
    case starting = "STARTING"
    case releasing = "RELEASING"
    case stopping = "STOPPING"
    case recycle = "RECYCLE"
    case recycling = "RECYCLING"
    case createFailed = "CREATE_FAILED"
    case imaging = "IMAGING"
    case resizing = "RESIZING"
    case pending = "PENDING"
    case reinstallFailed = "REINSTALL_FAILED"
    /// A status that the cloud uses but no documentation names.
    case migrating = "MIGRATING"
    /// A status in a fleet file that no documentation names; clients must accept such.
    case unknown = "UNKNOWN"

    /// Whether the instance is leaving the fleet or has left it.
    package var isLeaving: Bool { self == .recycle || self == .recycling || self == .releasing }

    package var isRecycled: Bool { self == .recycle || self == .recycling }
}
