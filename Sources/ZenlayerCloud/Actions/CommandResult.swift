/// What became of a command in one instance.
public struct CommandResult: Sendable, Equatable {
    /// The cloud's word (`Success`, `Failed`, `Timeout`, `Error`), or ours: `Refused`, `Unknown`.
    public var status: String
    public var exitCode: Int?
    public var stdout: String
    public var stderr: String
    /// Why, where the cloud says so: `ExecutionTimeout`, `INVALID_INSTANCE_NOT_FOUND`.
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

    /// Whether the command has ended; a word that is not documented does not say so.
    var isFinal: Bool { ["Success", "Failed", "Timeout", "Error"].contains(status) }
}
