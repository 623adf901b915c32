/// The result of a command in one instance.
public struct CommandResult: Sendable, Equatable {
    /// The cloud's status (`Success`, `Failed`, `Timeout`, `Error`), or the client's own: `Refused`, `Unknown`.
    public var status: String
    public var exitCode: Int?
    public var stdout: String
    public var stderr: String
    /// The reason, if the cloud gives one: `ExecutionTimeout`, `INVALID_INSTANCE_NOT_FOUND`.
    public var code: String?

    public init(
        status: String, exitCode: Int? = nil, stdout: String = "", stderr: String = "", code: String? = nil
    ) {
        self.status = status
        self.exitCode = exitCode
        self.stdout = stdout
        self.stderr = stderr
        self.code = code
    }

    /// Whether the command has ended; an undocumented status counts as not ended.
    var isFinal: Bool { ["Success", "Failed", "Timeout", "Error"].contains(status) }
}
