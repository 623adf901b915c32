internal import ArgumentParser
internal import ScriptRuntime

/// The options of every command that runs scripts.
struct SharedOptions: ParsableArguments {
    // MARK: Rehearsing

    @Option(
        help: ArgumentHelp(
            "Run against a simulated cloud whose time jumps: a number of instances, or a fleet file.",
            valueName: "fleet"), completion: .file(extensions: ["json"]))
    var simulate: String?

    @Option(help: ArgumentHelp("What chance follows from; simulated: 1 unless set.", valueName: "number"))
    var seed: UInt64?

    @Option(help: ArgumentHelp("Simulated seconds in one of real time, for watching.", valueName: "factor"))
    var speed: Double?

    @OptionGroup var simulatedCloud: SimulatedCloudOptions

    @Flag(help: "Say what would be changed in the cloud instead of changing it.")
    var dryRun = false

    // MARK: The cloud

    @Option(help: ArgumentHelp("The cloud's address; also ZENLAYER_ENDPOINT.", valueName: "url"))
    var endpoint: String?

    @Option(
        help: ArgumentHelp("Which credentials of ~/.zenlayer/credentials.json to use.", valueName: "name"))
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
        help: ArgumentHelp("Requests a second at most; 10 unless set, 0 for no limit.", valueName: "number"),
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

    @Option(help: "How log lines look; text on a terminal, json otherwise.")
    var logFormat: LogFormat?

    @Option(help: "The least level that is logged.")
    var logLevel: LogLevel = .info

    mutating func validate() throws {
        if let speed, !(1e-3...1e9).contains(speed) {
            throw ValidationError("The value of '--speed' must be from 0.001 to 1000000000.")
        }
        if endpoint?.isEmpty == true {
            throw ValidationError(
                "The value of '--endpoint' is empty; leave the option out for the real cloud.")
        }
        if simulate == nil {
            if speed != nil { throw ValidationError("'--speed' goes with '--simulate'.") }
            if !simulatedCloud.isEmpty {
                throw ValidationError("'--faults' and '--set' go with '--simulate'.")
            }
        }
    }
}

/// The options that set the behaviour and the faults of a simulated cloud.
struct SimulatedCloudOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("A file of settings, in JSON: what goes wrong.", valueName: "file"),
        completion: .file(extensions: ["json"]))
    var faults: String?

    @Option(
        name: .customLong("set"), parsing: .singleValue,
        help: ArgumentHelp("One setting of the simulated cloud, such as lag=0.7.", valueName: "name=value"))
    var settings: [String] = []

    var isEmpty: Bool { faults == nil && settings.isEmpty }
}
