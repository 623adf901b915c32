import Lua
import ScriptRuntime

/// Wakes the task that checks the script's own conditions after each change of the simulated cloud.
final class WorldWatch {
    private let runtime: ScriptRuntime
    /// The ticket on which that task waits.
    private var parked: UInt64?

    init(_ runtime: ScriptRuntime) { self.runtime = runtime }

    var ticket: HostFunction {
        HostFunction(
            FunctionDeclaration("host.world_ticket", "A ticket to park on until the world has changed.")
        ) { [self] _ in
            runtime.configuration.observer?.watchWorld()
            runtime.afterWaiting = { [weak self] in self?.wake() }
            let ticket = runtime.makeTicket()
            parked = ticket
            return .value(.integer(Int64(ticket)))
        }
    }

    private func wake() {
        guard let ticket = parked else { return }
        parked = nil
        runtime.wake(ticket)
    }
}
