internal import Basics
internal import HTTPTransport
internal import LiveHost
internal import Modules
internal import Rolling
internal import ScriptRuntime
internal import Simulator
internal import ZenlayerCloud

/// A runtime and its host, made as the options ask.
///
/// It is made on the main thread, before any other thread exists, and then used by the script's thread alone.
struct Composition {
    let surroundings: LiveSurroundings
    let host: any Host
    let runtime: ScriptRuntime
    /// Whether the error that ends the run is a log line in JSON; true if the options ask for JSON.
    let reportsInJSON: Bool
    /// The REPL; nil unless the options ask for it.
    let conversation: REPLModule?

    /// - Throws: ``ConfigurationError`` if an option or a file can't be used.
    init(_ settings: RunSettings, plan: RunPlan = RunPlan()) throws {
        reportsInJSON = settings.logFormat == .json
        let access = try CloudAccess(settings.cloud)
        var archive: StateArchive?
        if let simulation = settings.simulation {
            surroundings = LiveSurroundings()
            host = try Self.host(simulation, seed: settings.seed ?? 1, access, surroundings)
        } else {
            var state: StateArchive?
            let live = try Self.live(settings) { state = $0 }
            surroundings = live
            host = live
            archive = state
        }
        var composition = RunComposition.complete()
        composition.configuration = Self.configuration(settings, plan, host: host)
        var warn: (String) -> Void = { _ in }
        composition.client = access.settings(host) { warn($0) }
        conversation = plan.isInteractive ? REPLModule() : nil
        composition.conversation = conversation
        let runtime = try composition.makeRuntime(on: host)
        warn = { [console = runtime.console] in console.log(.warn, $0) }
        archive?.report = { [console = runtime.console] sentence, isWarning in
            console.log(isWarning ? .warn : .info, sentence)
        }
        let rolls = RollsUnderWay(state: settings.journal.state)
        archive?.rolls = rolls
        surroundings.lastWords = { rolls.lastWords }
        self.runtime = runtime
    }

    private static func live(
        _ settings: RunSettings, onArchive: (StateArchive) -> Void
    ) throws -> LiveHost {
        let variables = Program.terminal
        do {
            return try LiveHost(
                transport: .init(
                    proxies: ProxySettings(environment: variables.environment),
                    certificateAuthorityFile: settings.cloud.authorityFile,
                    trustStore: TrustStore(environment: variables.environment)),
                seed: settings.seed,
                makeCampaigns: { deliver in
                    let archive = StateArchive(
                        settings.journal, environment: variables.environment, deliver: deliver)
                    onArchive(archive)
                    return archive
                })
        } catch {
            throw ConfigurationError(message: error.description)
        }
    }

    private static func host(
        _ simulation: RunSettings.Simulation, seed: UInt64, _ access: CloudAccess,
        _ surroundings: LiveSurroundings
    ) throws -> SimulatedHost {
        let fleet: Fleet
        do {
            fleet = try Fleet(argument: simulation.fleet) { path in try surroundings.contents(of: path) }
        } catch {
            throw ConfigurationError(message: error.reason)
        }
        let settings = try simulation.options.cloudSettings(
            for: fleet, seed: seed, readFile: surroundings.readFile)
        return SimulatedHost(
            cloud: SimulatedCloud(fleet: fleet, settings: settings, seed: seed), seed: seed,
            surroundings: surroundings, speed: simulation.speed, endpointHostnames: [access.hostname])
    }

    /// The words of the command line without `--new`, `--go-on` and `--retry`: these apply to one campaign
    /// only.
    private static func words(of plan: RunPlan) -> CommandWords {
        let words = Program.words.dropFirst()
        let own = words.suffix(plan.arguments.count + (plan.script == nil ? 0 : 1))
        let before = words.dropLast(own.count), kept = ResumeCommand.withoutWishes(before)
        return kept.count == before.count ? words : CommandWords(kept + own)
    }

    private static func configuration(
        _ settings: RunSettings, _ plan: RunPlan, host: any Host
    ) -> RuntimeConfiguration {
        var configuration = RuntimeConfiguration()
        configuration.programVersion = Program.version
        configuration.memoryLimit = (settings.memoryLimit ?? 1 << 30).nonZero
        configuration.timeLimit = settings.timeLimit
        let isTerminal = host.terminalWidth(of: .standardError) != nil
        configuration.logFormat = settings.logFormat ?? (isTerminal ? .text : .json)
        configuration.logLevel = settings.logLevel ?? (settings.verbosity == .quiet ? .warn : .info)
        configuration.verbosity = settings.verbosity
        configuration.isDryRun = settings.isDryRun
        configuration.scriptPath = plan.script == "-" ? nil : plan.script
        configuration.arguments = plan.arguments
        configuration.stateFolder = settings.journal.state
        configuration.campaignWish = settings.journal.wish
        configuration.start = ProgramStart(
            words: words(of: plan), directory: WorkingFolder.path)
        configuration.findMisplacedFlag = plan.misplacedFlag
        return configuration
    }
}

extension Int {
    fileprivate var nonZero: Int? { self == 0 ? nil : self }
}
