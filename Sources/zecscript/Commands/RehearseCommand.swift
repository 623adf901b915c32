internal import ArgumentParser
internal import Basics
internal import Rehearsals
internal import ScriptRuntime

/// `zecscript rehearse [options] SCRIPT [ARG...]`: runs a script many times, against simulated clouds with
/// faults.
struct RehearseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rehearse",
        abstract: "Runs a script in a thousand simulated clouds with faults, and judges what it did.",
        usage: "\(Program.name) rehearse [options] SCRIPT [ARG...]",
        discussion: """
            Each run has a random seed: --seed for the first run, and the next number for each further run. The same seed, script and fleet \
            give the same run. Exit code 0: nothing was violated; 5: something was, or too few runs rebooted an instance. \
            Ctrl-C ends the runs early, and the figures until then are shown.
            """)

    @Option(help: "The number of runs; 1000 unless set.", transform: Quantity.positive)
    var runs = 1000

    @Option(help: ArgumentHelp("The random seed of the first run; 1 unless set.", valueName: "number"))
    var seed: UInt64?

    @Option(
        help: ArgumentHelp("A number of instances, or a fleet file.", valueName: "fleet"),
        completion: .file(extensions: ["json"]))
    var fleet = "100"

    @Option(
        help: ArgumentHelp(
            "Only these instances of the fleet; each keeps its faults and times.",
            valueName: "id,…"))
    var keep: String?

    @Option(
        help: ArgumentHelp(
            "What goes wrong: calm, normal, hostile, a file, or JSON.",
            valueName: "weather"), completion: .list(Weather.names))
    var faults = "normal"

    @Option(
        name: .customLong("set"), parsing: .singleValue,
        help: ArgumentHelp("One setting of the weather, such as lag=0.7.", valueName: "name=value"))
    var settings: [String] = []

    @OptionGroup var others: OtherHostOptions

    @Flag(help: "Write the settings that --faults stands for, and end.")
    var print = false

    @Option(
        help: ArgumentHelp(
            "The limit of instances down at once: a number, or a share of the selection, such as 10%.",
            valueName: "limit"),
        transform: Quantity.downLimit)
    var maxDown: DownLimit?

    @Option(
        help: ArgumentHelp(
            "The number of threads; the number of processors unless set.", valueName: "number"),
        transform: Quantity.positive)
    var jobs: Int?

    @Flag(help: "Continue after the first run with a violation.")
    var keepGoing = false

    @Flag(
        help: """
            Kill the script at each point of the first run, and at pairs of points until there were --runs in all; start it again \
            each time.
            """)
    var everyKill = false

    @Option(
        help: ArgumentHelp(
            """
            Exit with 5 if fewer than this share of the runs rebooted an instance; 10 unless set, 0 for a script that \
            reboots nothing.
            """, valueName: "percent"), transform: Quantity.percent)
    var requireReboots = 10.0

    @Option(
        help: ArgumentHelp("Write every event of every run as a JSON line.", valueName: "file"),
        completion: .file())
    var trace: String?

    @Option(
        help: ArgumentHelp(
            "Show a run of a trace file again: the run of --seed, or the first run with a violation.",
            valueName: "file"), completion: .file())
    var replay: String?

    @Option(
        help: ArgumentHelp(
            "Write an HTML page with a chart of the first violation, or of the first run.", valueName: "file"),
        completion: .file(extensions: ["html"]))
    var html: String?

    @Option(help: "The format of the result.")
    var format: ReportFormat = .text

    @OptionGroup var limits: RehearsalLimits

    @Argument(
        parsing: .captureForPassthrough,
        help: ArgumentHelp("The script, and its own arguments.", valueName: "script"))
    var commandLine: [String] = []

    mutating func validate() throws {
        if replay != nil, html != nil || trace != nil || format == .json || !commandLine.isEmpty {
            throw ValidationError(
                "--replay shows a trace as text, alone or with --seed; nothing is rehearsed for it.")
        }
        if everyKill, html != nil || trace != nil {
            throw ValidationError("--every-kill writes neither a trace nor a page.")
        }
        guard let first = commandLine.first else {
            if print || replay != nil { return }
            throw ValidationError("Missing the script to rehearse.")
        }
        if first == "--help" || first == "-h" { throw CleanExit.helpRequest(self) }
        if first == "--" {
            commandLine.removeFirst()
        } else if first.hasPrefix("-"), first != "-" {
            throw ValidationError(
                "Unknown option '\(first)'\(OptionNames.hint(for: first, of: Self.self))")
        }
    }

    /// Returns the given options that decide how a run goes and what counts as a violation.
    ///
    /// `limit` is the number that `--max-down` stands for.
    func judgingOptions(limit: Int?) -> [String] {
        var options: [String] = []
        if maxDown != nil, let limit { options += ["--max-down", "\(limit)"] }
        if let notice = limits.notice { options += ["--notice", DurationText.describe(notice)] }
        if let limit = limits.timeLimit { options += ["--time-limit", DurationText.describe(limit)] }
        if let patience = limits.patience { options += ["--patience", DurationText.describe(patience)] }
        if let limit = limits.memoryLimit { options += ["--memory-limit", "\(limit)"] }
        if let timeout = limits.requestTimeout {
            options += ["--request-timeout", DurationText.describe(timeout)]
        }
        if let rate = limits.rateLimit { options += ["--rate-limit", "\(rate)"] }
        return options
    }

    mutating func run() throws {
        if print { return try RehearsalRequest(self).printWeather() }
        if let replay { return try TraceReplay(path: replay, seed: seed).show() }
        try RehearsalSession(self).run()
    }
}

/// The format of a report.
enum ReportFormat: String, ExpressibleByArgument, CaseIterable {
    case text, json
}

/// The limits of a rehearsed script.
struct RehearsalLimits: ParsableArguments {
    @Option(
        help: ArgumentHelp("The limit of simulated time of a run; 7d unless set.", valueName: "duration"),
        transform: Quantity.duration)
    var patience: Duration?

    @Option(
        help: ArgumentHelp(
            "For how long the cloud must show an instance as down before it counts; 30s unless set.",
            valueName: "duration"),
        transform: Quantity.duration)
    var notice: Duration?

    @Option(
        help: ArgumentHelp("The script's own time limit, with exit code 124.", valueName: "duration"),
        transform: Quantity.duration)
    var timeLimit: Duration?

    @Option(
        help: ArgumentHelp("Memory for the script; 1GB unless set, 0 for no limit.", valueName: "size"),
        transform: Quantity.size)
    var memoryLimit: Int?

    @Option(
        help: ArgumentHelp("The limit on one request to the cloud; 30s unless set.", valueName: "duration"),
        transform: Quantity.duration)
    var requestTimeout: Duration?

    @Option(
        help: ArgumentHelp(
            "The limit of requests a second; 10 unless set, 0 for no limit.", valueName: "number"),
        transform: Quantity.rate)
    var rateLimit: Double?
}
