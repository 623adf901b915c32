import Basics
import ScriptRuntime
import Simulator

/// The world of one run of a rehearsal: the cloud, the clock, the files, and the record for the judge.
///
/// It outlives the process of the script: an ``Incarnation`` may end and another may begin in the same world.
struct RehearsedWorld {
    let rehearsal: Rehearsal
    let surroundings: RehearsalSurroundings
    let host: SimulatedHost
    let witness: Witness
    let points = ProcessPoints()

    init(_ rehearsal: Rehearsal, _ run: RehearsalCase) {
        self.rehearsal = rehearsal
        surroundings = RehearsalSurroundings(rehearsal.inputs)
        let cloud = SimulatedCloud(
            fleet: run.fleet, settings: run.settings, seed: run.seed, chronicle: Chronicle())
        let host = SimulatedHost(cloud: cloud, seed: run.seed, surroundings: surroundings)
        self.host = host
        host.commitsLost = rehearsal.commitsLost
        if rehearsal.recordsPoints { points.record(on: host) }
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

    /// Prepares the next start of the script after a kill.
    func beginProcess(after pause: Duration) {
        witness.beginProcess()
        points.beginProcess()
        host.beginProcess(after: pause)
    }

    /// Returns the record of the run until now; `outcome` is that of the last process, nil if the process was
    /// ended from outside.
    func record(_ outcome: RunOutcome?) -> RunRecord {
        let cloud = host.cloud
        return RunRecord(
            rehearsal: rehearsal, cloud: cloud, events: cloud.chronicle?.events ?? [],
            points: points.names, exitCode: outcome?.exitCode,
            report: outcome?.report, output: surroundings.output, endedAt: host.worldNow)
    }
}
