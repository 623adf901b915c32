import ScriptRuntime
import Simulator

/// Records what a script does, and answers its questions about the simulated world.
final class Witness: RunObserver {
    private let host: SimulatedHost
    private var rolls = RollNumbers()

    init(_ host: SimulatedHost) { self.host = host }

    func scriptDid(_ act: ScriptAct, at place: String?) {
        guard host.process.isAlive else { return }
        host.note(.did(rolls.numbered(act), place: place))
    }

    /// Begins another process, which declares its rolls again.
    func beginProcess() { rolls.beginProcess() }

    func hookFails(for id: String) -> Bool {
        host.cloud.hookFails(for: id, at: host.worldNow)
    }

    func isApproved(after waited: Duration) -> Bool {
        host.cloud.settings.behaviour.approvedAfter.map { waited >= $0 } ?? false
    }

    var idsDown: [String] {
        host.cloud.advance(to: host.worldNow)
        let cloud = host.cloud
        return cloud.machines.indices.filter { cloud.machines[$0].seen.isDown }.map {
            cloud.fleet.instances[$0].id
        }
    }

    func world(of id: String) -> InstanceTruth? {
        host.cloud.advance(to: host.worldNow)
        guard let index = host.cloud.place(ofID: id, at: host.worldNow) else { return nil }
        let machine = host.cloud.machines[index]
        return InstanceTruth(
            status: machine.seen.status.rawValue, isHealthy: machine.seen.isHealthy,
            reboots: Int(machine.rebootsAccepted))
    }

    func watchWorld() { host.wakesOnChange = true }
}
