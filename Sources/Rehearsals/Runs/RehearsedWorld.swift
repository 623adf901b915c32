import Basics
import ScriptRuntime
import Simulator

/// What one run of a rehearsal happens in: the cloud, the clock, the files, and what the judge gets to know.
///
/// It outlives the process of the script: an ``Incarnation`` may end and another begin in the same world.
struct RehearsedWorld {
    let rehearsal: Rehearsal
    let surroundings: RehearsalSurroundings
    let host: SimulatedHost
    let witness: Witness

    init(_ rehearsal: Rehearsal, _ run: RehearsalCase) {
        self.rehearsal = rehearsal
        surroundings = RehearsalSurroundings(rehearsal.inputs)
        let cloud = SimulatedCloud(
            fleet: run.fleet, settings: run.settings, seed: run.seed, chronicle: Chronicle())
        let host = SimulatedHost(cloud: cloud, seed: run.seed, surroundings: surroundings)
        self.host = host
        witness = Witness(host)
        let secrets = rehearsal.secrets
        surroundings.onWrite = { [unowned host] bytes, stream in
            var text = String(decoding: bytes, as: UTF8.self)
            for secret in secrets where text.contains(secret) {
                text = text.replacing(secret, with: "[secret]")
            }
            host.note(.said(text, stream))
        }
    }

    /// What happened until now; `outcome` is that of the last process, nil where it was ended from outside.
    func record(_ outcome: RunOutcome?) -> RunRecord {
        let cloud = host.cloud
        return RunRecord(
            rehearsal: rehearsal, cloud: cloud, events: cloud.chronicle?.events ?? [],
            exitCode: outcome?.exitCode,
            message: outcome?.report?.message, output: surroundings.output, endedAt: host.worldNow)
    }
}
