import ScriptRuntime
import Simulator

/// One run of a rehearsed script to its end, with its record; if its process is killed, the script is started
/// again.
///
/// A run shares no memory with any other run, in C or in Swift.
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

    /// Runs the script on the calling thread, and again after each kill; the guardian stops code that does
    /// not stop by itself.
    func perform(guardedBy guardian: RunGuardian) throws -> RunRecord {
        var outcome = process.perform(guardedBy: guardian)
        while outcome == nil, let pause = host.pauseAfterKill {
            world.beginProcess(after: pause)
            outcome = try Incarnation(in: world).perform(guardedBy: guardian)
        }
        return world.record(outcome)
    }
}
