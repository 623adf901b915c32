/// The status of an instance, in the cloud's words.
///
/// An open set: an unknown status means "in transition", never success and never loss. The documentation has two names for
/// two of them: `STARTING` is read as `BOOTING`, `RECYCLED` as `RECYCLE`.
public struct InstanceStatus: RawRepresentable, Sendable, Hashable {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue =
            switch rawValue {
            case "STARTING": "BOOTING"
            case "RECYCLED": "RECYCLE"
            default: rawValue
            }
    }

    public static let deploying = InstanceStatus(rawValue: "DEPLOYING")
    public static let rebuilding = InstanceStatus(rawValue: "REBUILDING")
    public static let rebooting = InstanceStatus(rawValue: "REBOOT")
    public static let running = InstanceStatus(rawValue: "RUNNING")
    public static let stopped = InstanceStatus(rawValue: "STOPPED")
    public static let booting = InstanceStatus(rawValue: "BOOTING")
    public static let releasing = InstanceStatus(rawValue: "RELEASING")
    public static let stopping = InstanceStatus(rawValue: "STOPPING")
    public static let recycled = InstanceStatus(rawValue: "RECYCLE")
    public static let recycling = InstanceStatus(rawValue: "RECYCLING")
    public static let createFailed = InstanceStatus(rawValue: "CREATE_FAILED")
    public static let imaging = InstanceStatus(rawValue: "IMAGING")
    public static let resizing = InstanceStatus(rawValue: "RESIZING")
    public static let pending = InstanceStatus(rawValue: "PENDING")
    public static let reinstallFailed = InstanceStatus(rawValue: "REINSTALL_FAILED")

    /// The client's own status: the cloud's answer does not mention the instance.
    public static let notFound = InstanceStatus(rawValue: "NOT_FOUND")

    /// The statuses in the cloud's documentation and in its own tools.
    public static let known: [InstanceStatus] = [
        .deploying, .rebuilding, .rebooting, .running, .stopped, .booting, .releasing, .stopping, .recycled,
        .recycling, .createFailed, .imaging, .resizing, .pending, .reinstallFailed,
    ]

    public var isKnown: Bool { Self.known.contains(self) }

    /// Whether an instance with this status can't come back by itself.
    public var isTerminal: Bool { Self.terminal.contains(self) }

    private static let terminal: [InstanceStatus] = [.recycled, .recycling, .releasing, .createFailed]
}

extension InstanceStatus: CustomStringConvertible {
    public var description: String { rawValue }
}
