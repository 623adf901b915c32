import Basics
import OrderedCollections

/// The commands of service zos and their invocations.
struct CommandStore: Sendable {
    struct Command: Sendable {
        var name: String
        var content: String
        var type: String
        var description: String
        var createdAt: Moment
    }

    struct Invocation: Sendable {
        var commandID: String
        var timeout: Int
        var at: Moment
        var tasks: [Task]
    }

    /// One instance's part in an invocation; its outcome is decided when the invocation is requested.
    struct Task: Sendable {
        var instanceID: String
        var instanceName: String
        var instanceExists: Bool
        /// When it begins; until then its status is Pending.
        var startsAt: Moment
        /// When it ends; until then its status is Running.
        var endsAt: Moment
        /// Success, Failed, Timeout or Error.
        var outcome: String
        var errorCode: String?
        var exitCode: Int?
        var output = ""
        var errorOutput = ""
    }

    var commands: OrderedDictionary<String, Command> = [:]
    var invocations: OrderedDictionary<String, Invocation> = [:]
    /// The number of ids made so far.
    private var issued = 0

    mutating func newID(_ prefix: String, draws: Draws) -> String {
        issued += 1
        var generator = SeededGenerator(seed: draws.seed, stream: .commandID, index: issued)
        return prefix + generator.uuid(upperCase: false)
    }

    /// Deletes a command and its invocations, so that a year of runs does not fill the memory.
    mutating func delete(_ commandID: String) -> Bool {
        invocations.removeAll { $0.value.commandID == commandID }
        return commands.removeValue(forKey: commandID) != nil
    }
}

extension CommandStore.Task {
    func status(at now: Moment) -> String {
        if now < startsAt { return "Pending" }
        return now < endsAt ? "Running" : outcome
    }

    func isOver(at now: Moment) -> Bool { now >= endsAt }
}

extension CommandStore.Invocation {
    /// Failed if no instance succeeded, PartialFailed if some did.
    func status(at now: Moment) -> String {
        guard tasks.allSatisfy({ $0.isOver(at: now) }) else {
            return tasks.allSatisfy({ now < $0.startsAt }) ? "Pending" : "Running"
        }
        let succeeded = tasks.count { $0.outcome == "Success" }
        if succeeded == tasks.count { return "Success" }
        return succeeded == 0 ? "Failed" : "PartialFailed"
    }
}
