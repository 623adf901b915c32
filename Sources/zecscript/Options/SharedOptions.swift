internal import ArgumentParser
internal import Rehearsals
internal import ScriptRuntime

/// The options of every command that runs scripts.
struct SharedOptions: ParsableArguments {
    // MARK: Rehearsing

    @Option(
        help: ArgumentHelp(
            "Run against a simulated cloud, in simulated time: a number of instances, or a fleet file.",
            valueName: "fleet"), completion: .file(extensions: ["json"]))
    var simulate: String?

    @Option(help: ArgumentHelp("The random seed; with --simulate, 1 unless set.", valueName: "number"))
    var seed: UInt64?

    @Option(
        help: ArgumentHelp("Simulated seconds per second of real time, for watching.", valueName: "factor"))
    var speed: Double?

    @OptionGroup var simulatedCloud: SimulatedCloudOptions

    @Flag(
        help:
            "Show what would be changed, in the cloud, over HTTP, in files and by commands, and change nothing."
    )
    var dryRun = false

    // MARK: The cloud

    @Option(help: ArgumentHelp("The cloud's address; also ZENLAYER_ENDPOINT.", valueName: "url"))
    var endpoint: String?

    @Option(
        help: ArgumentHelp("The profile of ~/.zenlayer/credentials.json to use.", valueName: "name"))
    var profile: String?

    @Option(
        help: ArgumentHelp(
            "Read the credentials from this file; its form is that of ~/.zenlayer/credentials.json.",
            valueName: "file"),
        completion: .file(extensions: ["json"]))
    var credentialsFile: String?

    @Option(
        help: ArgumentHelp("Trust a private certificate authority, given in PEM form.", valueName: "file"),
        completion: .file())
    var caFile: String?

    @Option(
        help: ArgumentHelp("The limit on one request to the cloud; 30s unless set.", valueName: "duration"),
        transform: Quantity.duration)
    var requestTimeout: Duration?

    @Option(
        help: ArgumentHelp(
            "The limit of requests a second; 10 unless set, 0 for no limit.", valueName: "number"),
        transform: Quantity.rate)
    var rateLimit: Double?

    // MARK: The script

    @Option(
        help: ArgumentHelp("Memory for the script; 1GB unless set, 0 for no limit.", valueName: "size"),
        transform: Quantity.size)
    var memoryLimit: Int?

    @Option(
        help: ArgumentHelp("Stop the script after this time, with exit code 124.", valueName: "duration"),
        transform: Quantity.duration)
    var timeLimit: Duration?

    // MARK: The journal

    @OptionGroup var journal: JournalOptions

    // MARK: Logging

    @Option(help: "The format of log lines; text on a terminal, json otherwise.")
    var logFormat: LogFormat?

    @Option(help: "The lowest level that is logged; info unless set, warn with --quiet.")
    var logLevel: LogLevel?

    @Flag(
        help:
            "For cron: no progress, no log lines below warn, and no report of a roll that goes well; otherwise only what is not done."
    )
    var quiet = false

    @Flag(help: "List the instances that are done in the report of a roll as well.")
    var verbose = false

    /// `--quiet` and `--verbose` as one value.
    var verbosity: Verbosity { quiet ? .quiet : verbose ? .verbose : .normal }

    mutating func validate() throws {
        if let speed, !(1e-3...1e9).contains(speed) {
            throw ValidationError("The value of '--speed' must be from 0.001 to 1000000000.")
        }
        if endpoint?.isEmpty == true {
            throw ValidationError(
                "The value of '--endpoint' is empty; leave the option out for the real cloud.")
        }
        if quiet && verbose { throw ValidationError("'--quiet' and '--verbose' exclude each other.") }
        if simulate == nil {
            if speed != nil { throw ValidationError("'--speed' goes with '--simulate'.") }
            if !simulatedCloud.isEmpty {
                throw ValidationError(
                    "'--faults', '--set', '--mock' and '--allow-host' go with '--simulate'.")
            }
        }
    }
}

/// The options that set the behaviour and the faults of a simulated cloud.
struct SimulatedCloudOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "What goes wrong: calm, normal, hostile, or a file of settings in JSON.", valueName: "weather"),
        completion: .list(Weather.names))
    var faults: String?

    @Option(
        name: .customLong("set"), parsing: .singleValue,
        help: ArgumentHelp("One setting of the simulated cloud, such as lag=0.7.", valueName: "name=value"))
    var settings: [String] = []

    @OptionGroup var others: OtherHostOptions

    var isEmpty: Bool { faults == nil && settings.isEmpty && others.isEmpty }
}
