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
    /// A word that the cloud uses and no documentation names.
    case migrating = "MIGRATING"
    /// A word in a fleet file that no documentation names; clients must cope with such.
    case unknown = "UNKNOWN"

    /// On its way out of the fleet, or out: nobody counts on it any more.
    package var isLeaving: Bool { self == .recycle || self == .recycling || self == .releasing }

    package var isRecycled: Bool { self == .recycle || self == .recycling }
}
