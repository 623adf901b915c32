import Basics
import Modules
import Rolling
import ScriptRuntime
import Simulator
import ZenlayerCloud

/// One run of a rehearsed script to its end, and the record of it.
///
/// Nothing in it is shared with any other run, in C or in Swift.
struct RehearsedRun {
    /// What no output may hold; the rehearsed client signs with it.
    static let secret = "rehearsal-secret-8d1c6f"

    private let rehearsal: Rehearsal
    private let surroundings: RehearsalSurroundings
    let host: SimulatedHost
    private let witness: Witness
    let runtime: ScriptRuntime

    /// - Throws: ``ChunkError`` where one of the program's own modules does not load, which is a mistake in the program.
    init(_ rehearsal: Rehearsal, _ run: RehearsalCase) throws {
        self.rehearsal = rehearsal
        surroundings = RehearsalSurroundings(rehearsal.inputs)
        let cloud = SimulatedCloud(
            fleet: run.fleet, settings: run.settings, seed: run.seed, chronicle: Chronicle())
        let host = SimulatedHost(cloud: cloud, seed: run.seed, surroundings: surroundings)
        self.host = host
        witness = Witness(host)
        runtime = try Self.composition(rehearsal, witness).makeRuntime(on: host)
        try runtime.setArguments(script: rehearsal.scriptPath, before: ["zecscript"])
        let secrets = rehearsal.secrets
        surroundings.onWrite = { [unowned host] bytes, stream in
            var text = String(decoding: bytes, as: UTF8.self)
            for secret in secrets where text.contains(secret) {
                text = text.replacing(secret, with: "[secret]")
            }
            host.note(.said(text, stream))
        }
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
        configuration.arguments = rehearsal.arguments
        configuration.misplacedFlag = rehearsal.misplacedFlag
        configuration.observer = witness
        return configuration
    }

    /// Runs the script on the calling thread.
    ///
    /// The guardian is told of the runtime while it runs, to stop code that does not stop by itself.
    func perform(guardedBy guardian: RunGuardian) -> RunRecord {
        defer {
            guardian.leave()
            runtime.close()
        }
        guardian.enter(runtime)
        let patience = Moment(rehearsal.patience)
        let outcome = runtime.run(
            chunkName: "@" + rehearsal.scriptPath, source: rehearsal.source, until: patience
        ).map(runtime.ending)
        if let report = outcome?.report {
            surroundings.write(Array(report.text(program: "zecscript").utf8), to: .standardError)
        }
        host.note(.ended(exitCode: outcome?.exitCode ?? -1, message: outcome?.report?.message))
        return record(outcome)
    }

    private func record(_ outcome: RunOutcome?) -> RunRecord {
        let cloud = host.cloud
        return RunRecord(
            rehearsal: rehearsal, cloud: cloud, events: cloud.chronicle?.events ?? [],
            exitCode: outcome?.exitCode,
            message: outcome?.report?.message, output: surroundings.output, endedAt: host.worldNow)
    }
}
