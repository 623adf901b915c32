/// Something that changes whether instances run.
enum PowerOperation: Hashable {
    case reboot(force: Bool?, within: Duration? = nil)
    case start
    case stop(force: Bool)

    /// The request, whose answer is the list of those it failed for.
    func action(_ ids: [String]) -> any CloudAction<RefusedInstances> {
        switch self {
        case .reboot(let force, _): RebootInstances(instanceIDs: ids, force: force)
        case .start: StartInstances(instanceIDs: ids)
        case .stop(let force): StopInstances(instanceIDs: ids, force: force)
        }
    }

    /// How long the request may wait before it leaves; nil for no limit.
    var patience: Duration? {
        if case .reboot(_, let within) = self { within } else { nil }
    }

    /// Whether this status shows that the cloud is doing, or has done, what was asked; `before` is the status before the request, where
    /// it is known.
    ///
    /// RUNNING shows nothing about a reboot: it may not have begun, or be over. REBOOT shows nothing either where the instance was
    /// rebooting before, or where its status before is not known.
    func isProven(by status: InstanceStatus, after before: InstanceStatus?) -> Bool {
        switch self {
        case .reboot: status == .rebooting && before != nil && before != .rebooting
        case .start: status == .booting || status == .running
        case .stop: status == .stopping || status == .stopped
        }
    }

    /// What is said of an instance in an answer's list of failures, which gives no reason.
    func refusal(requestID: String?) -> CloudError {
        CloudError(
            .api, code: refusalCode,
            message: "The cloud would not \(verb) this instance, and gives no reason.",
            requestID: requestID, hint: "Look at its status: the operation may not be allowed in it.")
    }

    private var verb: String {
        switch self {
        case .reboot: "reboot"
        case .start: "start"
        case .stop: "stop"
        }
    }

    private var refusalCode: String {
        switch self {
        case .reboot: "REBOOT_REFUSED"
        case .start: "START_REFUSED"
        case .stop: "STOP_REFUSED"
        }
    }
}
