import ScriptRuntime
import Simulator

/// One run of a rehearsed script to its end, and the record of it; where its process is killed, the script is started again.
///
/// It shares no memory with any other run, in C or in Swift.
struct RehearsedRun {
    private let world: RehearsedWorld
    private let process: Incarnation

    var host: SimulatedHost { world.host }
    var runtime: ScriptRuntime { process.runtime }

    /// - Throws: ``ChunkError`` if one of the program's own modules does not load, which is a mistake in the program.
    init(_ rehearsal: Rehearsal, _ run: RehearsalCase) throws {
        world = RehearsedWorld(rehearsal, run)
        process = try Incarnation(in: world)
    }

    /// Runs the script on the calling thread, in as many processes as it takes; the guardian stops code that does not stop by
    /// itself.
    func perform(guardedBy guardian: RunGuardian) throws -> RunRecord {
        var outcome = process.perform(guardedBy: guardian)
        while outcome == nil, let pause = host.pauseAfterKill {
            world.beginProcess(after: pause)
            outcome = try Incarnation(in: world).perform(guardedBy: guardian)
        }
        return world.record(outcome)
    }
}
