internal import Basics
internal import Journal
internal import JournalSQLite
internal import ScriptRuntime

/// What the options of a command that runs scripts ask for; every default is that of a command line without options.
///
/// It is apart from ``SharedOptions``, whose values only the argument parser can make: a command line without options needs no
/// parser, which takes longer than all the rest of a start.
struct RunSettings {
    /// The simulated cloud; nil for the real cloud.
    var simulation: Simulation?
    var seed: UInt64?
    var isDryRun = false
    var cloud = Cloud()
    /// The limit of the script's memory in bytes, 0 for no limit.
    var memoryLimit: Int?
    var timeLimit: Duration?
    var journal = JournalSettings()
    var logFormat: LogFormat?
    var logLevel: LogLevel?
    var verbosity = Verbosity.normal

    struct Simulation {
        /// A number of instances, or a fleet file.
        var fleet: String
        /// Simulated seconds per second of real time; nil: without waiting.
        var speed: Double?
        var options: SimulatedCloudOptions
    }

    /// How the real cloud is reached.
    struct Cloud {
        var endpoint: String?
        var profile: String?
        var credentialsFile: String?
        /// A file of authorities that are trusted beside the system's.
        var authorityFile: String?
        var requestTimeout: Duration?
        /// The limit of requests a second, 0 for no limit.
        var rateLimit: Double?
    }
}

/// Where rolls are recorded, and whether a roll goes on or begins anew.
struct JournalSettings {
    /// The folder of the journals; nil for the folder of the environment, or the usual one.
    var state: String?
    var allowsNetworkState = false
    /// Whether the operator turned the journal off.
    var isOff = false
    var wish = CampaignWish()
}

extension RunSettings {
    init(_ options: SharedOptions) {
        simulation = options.simulate.map {
            Simulation(fleet: $0, speed: options.speed, options: options.simulatedCloud)
        }
        (seed, isDryRun) = (options.seed, options.dryRun)
        cloud = Cloud(
            endpoint: options.endpoint, profile: options.profile, credentialsFile: options.credentialsFile,
            authorityFile: options.caFile, requestTimeout: options.requestTimeout,
            rateLimit: options.rateLimit)
        (memoryLimit, timeLimit) = (options.memoryLimit, options.timeLimit)
        journal = JournalSettings(options.journal)
        (logFormat, logLevel, verbosity) = (options.logFormat, options.logLevel, options.verbosity)
    }
}

extension JournalSettings {
    init(_ options: JournalOptions) {
        state = options.location.state
        (allowsNetworkState, isOff, wish) = (options.allowNetworkState, options.noJournal, options.wish)
    }
}
