public import Basics

/// Reboots running instances; the answer names the instances that the cloud refuses.
public struct RebootInstances: CatalogedAction {
    public static let descriptor = ActionDescriptor("RebootInstances", repeatability: .never)

    public var instanceIDs: [String]
    /// True: also from `BOOTING` and `REBOOT`; nil: the cloud's default.
    public var force: Bool?

    public init(instanceIDs: [String], force: Bool? = nil) {
        self.instanceIDs = instanceIDs
        self.force = force
    }

    public func parameters() -> JSONObject {
        var parameters: JSONObject = ["instanceIds": JSONValue(instanceIDs)]
        parameters["forceReboot"] = force.map(JSONValue.bool)
        return parameters
    }

    public func answer(from response: JSONObject) throws(CloudError) -> RefusedInstances {
        try RefusedInstances(response)
    }
}

/// Starts stopped instances; the answer names the instances that the cloud refuses.
public struct StartInstances: CatalogedAction {
    public static let descriptor = ActionDescriptor("StartInstances", repeatability: .never)

    public var instanceIDs: [String]

    public init(instanceIDs: [String]) {
        self.instanceIDs = instanceIDs
    }

    public func parameters() -> JSONObject { ["instanceIds": JSONValue(instanceIDs)] }

    public func answer(from response: JSONObject) throws(CloudError) -> RefusedInstances {
        try RefusedInstances(response)
    }
}

/// Stops running instances; the answer names the instances that the cloud refuses.
public struct StopInstances: CatalogedAction {
    public static let descriptor = ActionDescriptor("StopInstances", repeatability: .never)

    public var instanceIDs: [String]
    /// Always sent, since the cloud takes a missing value as true.
    public var force: Bool

    public init(instanceIDs: [String], force: Bool = false) {
        self.instanceIDs = instanceIDs
        self.force = force
    }

    public func parameters() -> JSONObject {
        ["instanceIds": JSONValue(instanceIDs), "forceShutdown": .bool(force)]
    }

    public func answer(from response: JSONObject) throws(CloudError) -> RefusedInstances {
        try RefusedInstances(response)
    }
}

/// Reads the status of instances.
public struct DescribeInstancesStatus: CatalogedAction {
    public static let descriptor = ActionDescriptor("DescribeInstancesStatus", repeatability: .safe)

    public struct Row: Sendable, Equatable {
        public var id: String
        public var status: InstanceStatus
    }

    /// At most 100 ids.
    public var instanceIDs: [String]
    public var pageNumber: Int
    /// At most 1000; the cloud's own default of 20 may cut a query by 100 ids short.
    public var pageSize: Int

    public init(instanceIDs: [String], pageNumber: Int = 1, pageSize: Int = 100) {
        self.instanceIDs = instanceIDs
        self.pageNumber = pageNumber
        self.pageSize = pageSize
    }

    public func parameters() -> JSONObject {
        [
            "instanceIds": JSONValue(instanceIDs),
            "pageSize": .integer(Int64(pageSize)),
            "pageNum": .integer(Int64(pageNumber)),
        ]
    }

    /// Rows that are not objects, or have no id or status, are left out: the instance is then unknown.
    public func answer(from response: JSONObject) throws(CloudError) -> Page<Row> {
        let rows = try response.elements("dataSet").compactMap { element -> Row? in
            guard let row = element.objectValue, let id = row["instanceId"]?.identifier,
                let status = row["instanceStatus"]?.stringValue, !status.isEmpty
            else { return nil }
            return Row(id: id, status: InstanceStatus(rawValue: status))
        }
        return Page(rows: rows, totalCount: response.totalCount)
    }
}
