public import Basics

/// Stores a shell script, so that it can be run inside instances.
public struct CreateCommand: CatalogedAction {
    public static let descriptor = ActionDescriptor("CreateCommand", of: .zos, repeatability: .never)

    /// The limit of a script's length, in characters.
    static let contentSizeMax = 16_384

    /// At most 64 characters.
    public var name: String
    public var shell: String

    public init(name: String, shell: String) {
        self.name = name
        self.shell = shell
    }

    public func parameters() -> JSONObject {
        ["name": .string(name), "content": .string(shell), "type": "SHELL"]
    }

    /// The command's id.
    public func answer(from response: JSONObject) throws(CloudError) -> String {
        try response.required("commandId")
    }
}

/// Runs a stored command inside instances, through their agents.
public struct InvokeCommand: CatalogedAction {
    public static let descriptor = ActionDescriptor("InvokeCommand", of: .zos, repeatability: .never)

    public var commandID: String
    /// At most 200 ids.
    public var instanceIDs: [String]
    /// The time limit of the command in each instance: 1 to 60.
    public var timeoutSeconds: Int

    public init(commandID: String, instanceIDs: [String], timeoutSeconds: Int) {
        self.commandID = commandID
        self.instanceIDs = instanceIDs
        self.timeoutSeconds = timeoutSeconds
    }

    public func parameters() -> JSONObject {
        [
            "commandId": .string(commandID),
            "instanceIds": JSONValue(instanceIDs),
            "timeout": .integer(Int64(timeoutSeconds)),
        ]
    }

    /// The invocation's id.
    public func answer(from response: JSONObject) throws(CloudError) -> String {
        try response.required("invocationId")
    }
}

/// Reads the state of a command's invocations.
public struct DescribeCommandInvocations: CatalogedAction {
    public static let descriptor = ActionDescriptor(
        "DescribeCommandInvocations", of: .zos, repeatability: .safe)

    /// One run of the command in several instances.
    public struct Invocation: Sendable, Equatable {
        public var id: String
        public var instances: [Row]
    }

    /// One instance's part in an invocation.
    public struct Row: Sendable, Equatable {
        public var instanceID: String
        public var result: CommandResult
    }

    public var commandID: String
    /// nil: every invocation of the command.
    public var invocationID: String?
    public var pageNumber: Int
    public var pageSize: Int

    public init(commandID: String, invocationID: String?, pageNumber: Int = 1, pageSize: Int = 1000) {
        self.commandID = commandID
        self.invocationID = invocationID
        self.pageNumber = pageNumber
        self.pageSize = pageSize
    }

    public func parameters() -> JSONObject {
        var parameters: JSONObject = ["commandIds": JSONValue([commandID])]
        parameters["invocationIds"] = invocationID.map { JSONValue([$0]) }
        parameters["pageSize"] = .integer(Int64(pageSize))
        parameters["pageNum"] = .integer(Int64(pageNumber))
        return parameters
    }

    public func answer(from response: JSONObject) throws(CloudError) -> Page<Invocation> {
        let invocations = try response.rows("dataSet").map { row throws(CloudError) in
            Invocation(
                id: row["invocationId"]?.identifier ?? "",
                instances: try row.rows("invocationInstances").compactMap(Row.init))
        }
        return Page(rows: invocations, totalCount: response.totalCount)
    }
}

extension DescribeCommandInvocations.Row {
    init?(_ row: JSONObject) {
        guard let id = row["instanceId"]?.identifier, let status = row["taskStatus"]?.stringValue else {
            return nil
        }
        instanceID = id
        result = CommandResult(
            status: status,
            exitCode: row["exitCode"]?.integerValue.flatMap { Int(exactly: $0) },
            stdout: row["output"]?.stringValue ?? "",
            stderr: row["outputError"]?.stringValue ?? "",
            code: row["errorCode"]?.stringValue
        )
    }
}

/// Deletes a stored command; a second deletion does no harm.
public struct DeleteCommand: CatalogedAction {
    public static let descriptor = ActionDescriptor("DeleteCommand", of: .zos, repeatability: .safe)

    public var commandID: String

    public init(commandID: String) {
        self.commandID = commandID
    }

    public func parameters() -> JSONObject { ["commandId": .string(commandID)] }

    public func answer(from response: JSONObject) {}
}
