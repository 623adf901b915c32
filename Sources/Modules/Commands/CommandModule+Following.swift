import Basics
import Lua
import ScriptRuntime

// How a task waits for a command.
extension CommandModule {
    /// Starts a command, which errors call `name`.
    /// - Throws: An error of kind command if the command can't be started.
    func begin(_ command: HostCommand, _ name: String) throws(ScriptError) -> any RunningCommand {
        do throws(HostFileError) { return try runtime.host.start(command) } catch {
            throw ScriptError(
                kind: "command", message: "\(name) was not started: \(error.path): \(error.reason)")
        }
    }

    /// Runs a command and waits for its end.
    func follow(
        _ command: HostCommand, _ what: String, answer: @escaping (HostCommandEnd) -> HostAnswer
    ) throws -> HostAnswer {
        // In a cancelled task, this raises an error before the command is started.
        let ticket = try runtime.beginOperation(what, windsDown: true)
        do throws(ScriptError) { follow(try begin(command, what), ticket, answer: answer) } catch {
            runtime.finish(ticket, .failure(error))
        }
        return .wait
    }

    /// Waits until a command has ended; a cancellation of the task ends the command and all processes that it
    /// started.
    func follow(
        _ command: any RunningCommand, _ ticket: ResumptionTicket,
        answer: @escaping (HostCommandEnd) -> HostAnswer
    ) {
        command.whenEnded { [runtime] in runtime.finish(ticket, answer($0)) }
        runtime.onCancel(ticket) { command.cancel() }
    }

    /// If the task is cancelled, ends the command, and lets the task wait until the command has ended.
    func windDown(_ ticket: ResumptionTicket, _ command: any RunningCommand) {
        runtime.onCancel(ticket) { [runtime] in
            command.cancel()
            command.whenEnded { _ in runtime.finish(ticket) }
        }
    }
}
