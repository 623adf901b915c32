import Basics

/// The list in the answer to a reboot, start or stop: the instances that the cloud refused.
public struct RefusedInstances: Sendable, Equatable {
    public var ids: Set<String> = []
    /// False if an element of the list can't be read: it may then name any of the other instances.
    public var isComplete = true

    /// Reads `instanceIds`; missing, null and empty mean that no instance was refused.
    /// - Throws: If the field is not a list.
    init(_ response: JSONObject) throws(CloudError) {
        for element in try response.elements("instanceIds") {
            if let id = element.identifier { ids.insert(id) }
            // A number may have lost digits, and then names another instance or no instance.
            if element.stringValue?.isEmpty ?? true { isComplete = false }
        }
    }
}

extension CloudError {
    static let unreadableRefusals = CloudError.malformed(
        "The answer's list of refused instances can't be read.")
}
