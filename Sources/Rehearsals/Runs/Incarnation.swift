import Basics
import Modules
import Rolling
import ScriptRuntime
import Simulator
import ZenlayerCloud

/// One process of the script in a simulated cloud: one Lua state, from its beginning to its end.
struct Incarnation {
    /// The secret with which the rehearsed client signs; no output may contain it.
    static let secret = "rehearsal-secret-8d1c6f"

    private let world: RehearsedWorld
    private let rehearsal: Rehearsal
    let runtime: ScriptRuntime

    /// Makes a process that runs the script of the world's rehearsal, or the script of another rehearsal.
    /// - Throws: ``ChunkError`` if one of the program's own modules does not load, which is a mistake in the program.
    init(in world: RehearsedWorld, running other: Rehearsal? = nil) throws {
        self.world = world
        rehearsal = other ?? world.rehearsal
        runtime = try Self.composition(rehearsal, world.witness).makeRuntime(on: world.host)
        try runtime.setArguments(script: rehearsal.scriptPath, before: ["zecscript"])
    }

    private static func composition(_ rehearsal: Rehearsal, _ witness: Witness) -> RunComposition {
        var composition = RunComposition.complete(rolling: rehearsal.libraryParts)
        composition.configuration = configuration(rehearsal, witness)
        var client = ClientConfiguration()
        client.requestTimeout = rehearsal.requestTimeout
        client.rateLimit = rehearsal.rateLimit
        client.rules = rehearsal.clientRules
        composition.client = ClientSettings(configuration: client) {
            .accessKey(id: "rehearsal", password: Secret(secret))
        }
        return composition
    }

    private static func configuration(_ rehearsal: Rehearsal, _ witness: Witness) -> RuntimeConfiguration {
        var configuration = RuntimeConfiguration()
        configuration.memoryLimit = rehearsal.memoryLimit
        configuration.timeLimit = rehearsal.timeLimit
        configuration.logFormat = .json
        configuration.scriptPath = rehearsal.scriptPath
        configuration.arguments = CommandWords(rehearsal.arguments)
        configuration.findMisplacedFlag = { rehearsal.misplacedFlag }
        configuration.campaignWish = rehearsal.campaignWish
        configuration.observer = witness
        return configuration
    }

    /// Runs the script on the calling thread, to its end or to a moment of simulated time, by default the
    /// rehearsal's limit.
    ///
    /// The guardian watches the runtime while it runs, and stops code that does not stop by itself.
    /// - Returns: nil if the script had not ended, or if the process was killed.
    func perform(guardedBy guardian: RunGuardian, until limit: Moment? = nil) -> RunOutcome? {
        defer {
            world.host.onKill = nil
            guardian.leave()
            runtime.close()
        }
        guardian.enter(runtime)
        world.host.onKill = { [runtime] in runtime.isKilled = true }
        var outcome = runtime.run(
            chunkName: "@" + rehearsal.scriptPath, source: rehearsal.source,
            until: limit ?? world.host.now + rehearsal.patience
        ).map(runtime.ending)
        if outcome?.exitCode == ExitCode.success { outcome?.exitCode = runtime.exitCodeOfRolls }
        guard world.host.process.isAlive else { return nil }
        if let report = outcome?.report {
            world.surroundings.write(Array(report.text(program: "zecscript").utf8), to: .standardError)
        }
        world.host.note(.ended(exitCode: outcome?.exitCode ?? -1, message: outcome?.report?.message))
        return outcome
    }
}
