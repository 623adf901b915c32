/// A change of instances' power.
enum PowerOperation: Hashable {
    case reboot(force: Bool?, within: Duration? = nil)
    case start
    case stop(force: Bool)

    /// The request; its answer lists the refused instances.
    func action(_ ids: [String]) -> any CloudAction<RefusedInstances> {
        switch self {
        case .reboot(let force, _): RebootInstances(instanceIDs: ids, force: force)
        case .start: StartInstances(instanceIDs: ids)
        case .stop(let force): StopInstances(instanceIDs: ids, force: force)
        }
    }

    /// How long the request may wait before it is sent; nil: no limit.
    var patience: Duration? {
        if case .reboot(_, let within) = self { within } else { nil }
    }

    /// Whether this status proves that the cloud carries out, or has carried out, the operation; `before` is the status
    /// before the request, if it is known.
    ///
    /// RUNNING proves nothing about a reboot: it may not have begun, or be over. REBOOT proves nothing either if the instance
    /// was rebooting before the request, or if its status before is not known.
    func isProven(by status: InstanceStatus, after before: InstanceStatus?) -> Bool {
        switch self {
        case .reboot: status == .rebooting && before != nil && before != .rebooting
        case .start: status == .booting || status == .running
        case .stop: status == .stopping || status == .stopped
        }
    }

    /// The refusal of an instance in an answer's list of failures, which gives no reason.
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
