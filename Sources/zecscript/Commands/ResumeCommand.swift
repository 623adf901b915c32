internal import ArgumentParser
internal import Basics
internal import Journal
internal import ScriptRuntime

/// `zecscript resume [NAME]`: starts the script of a roll again, with its arguments, its options and its folder.
struct ResumeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume", abstract: "Continues a roll that was stopped or killed.",
        discussion: """
            Starts the recorded script again, in its folder, with its arguments and the program's options. Without \
            NAME, the only roll that is not closed is resumed.
            """)

    @Argument(help: ArgumentHelp("The name of the roll.", valueName: "name"))
    var name: String?

    @Option(
        help: ArgumentHelp(
            "Try these instances again: failed, uncertain, or both.", valueName: "outcomes"),
        completion: .list(["failed", "uncertain", "failed,uncertain"]))
    var retry: String?

    @Option(
        help: ArgumentHelp(
            "Read the credentials from this file, not from that of the recorded start.", valueName: "file"),
        completion: .file(extensions: ["json"]))
    var credentialsFile: String?

    @Option(help: ArgumentHelp("The profile to use, not that of the recorded start.", valueName: "name"))
    var profile: String?

    @OptionGroup var endpoint: EndpointOption

    @OptionGroup var location: StateOption

    mutating func run() throws {
        try HistoryFailure.told {
            let runs = try StoredRuns(state: location.state)
            let campaign = try chosen(runs)
            let start = try start(of: campaign, runs)
            try begin(start, of: campaign)
        }
    }

    // MARK: The choice of the roll

    private func chosen(_ runs: StoredRuns) throws -> CampaignID {
        if let name {
            let campaign = try runs.find(name, endpoint: endpoint.endpoint)
            try runs.checkIsRoll(campaign, "resumed")
            guard try isOpen(campaign, runs) else { throw closed(campaign) }
            return campaign
        }
        try runs.checkNotEmpty()
        let open = try runs.latest.filter { try $0.kind == .roll && isOpen($0, runs) }
        if let only = open.first, open.count == 1 { return only }
        throw open.isEmpty
            ? HistoryFailure(
                exitCode: ProgramExitCode.usage, message: "every roll is closed; nothing is left to resume")
            : HistoryFailure(
                exitCode: ProgramExitCode.usage,
                message: "several rolls can be resumed: " + open.map(\.name).joined(separator: ", "),
                hint: "name one: \(Program.name) resume NAME")
    }

    private func closed(_ campaign: CampaignID) -> HistoryFailure {
        HistoryFailure(
            exitCode: ProgramExitCode.usage,
            message: "the roll '\(campaign.name)' is closed; nothing is left to resume",
            hint: "start its script to begin another campaign")
    }

    /// Whether the last process of a campaign left it open: not closed.
    private func isOpen(_ campaign: CampaignID, _ runs: StoredRuns) throws -> Bool {
        let closed = try runs.archive.history(of: campaign).entries(of: ["begun", "closed"]).last
        guard let closed, let event = try? JSONValue(parsing: closed.encoded) else { return true }
        return event["left"]?.stringValue != "closed"
    }

    // MARK: The recorded start

    private func start(of campaign: CampaignID, _ runs: StoredRuns) throws -> ProgramStart {
        let begun = try runs.archive.history(of: campaign).entries(of: ["begun"]).last
        guard let begun, let event = try? JSONValue(parsing: begun.encoded),
            let words = event["words"]?.arrayValue?.compactMap(\.stringValue),
            let directory = event["directory"]?.stringValue
        else {
            throw HistoryFailure(
                exitCode: ProgramExitCode.usage,
                message: "the journal of '\(campaign.name)' does not say how its script was started",
                hint: "start the same script again: it goes on by itself")
        }
        return ProgramStart(words: CommandWords(words), directory: directory)
    }

    /// Returns the words of the new process's command line.
    ///
    /// The roll goes on at its own endpoint, also if the environment names another one now: there it would be another roll.
    func words(of start: ProgramStart, at endpoint: String) -> [String] {
        var wishes = ["--go-on"]
        if let retry { wishes += ["--retry", retry] }
        if let state = location.state,
            !start.words.contains(where: { $0 == "--state" || $0.hasPrefix("--state=") })
        {
            wishes += ["--state", WorkingFolder.absolute(state)]
        }
        let line = SplitCommandLine(start.words)
        var own = line.words
        if !own.contains(where: { $0 == "--endpoint" || $0.hasPrefix("--endpoint=") }) {
            wishes += ["--endpoint", endpoint]
        }
        let file = credentialsFile.map(WorkingFolder.absolute)
        for (option, value) in [("--credentials-file", file), ("--profile", profile)] {
            guard let value else { continue }
            own = Self.without(option, own)
            wishes += [option, value]
        }
        let place = own.first == RunCommand.configuration.commandName ? 1 : 0
        own.insert(contentsOf: wishes, at: place)
        return own + line.scriptArguments
    }

    /// Replaces this process by a process that runs the script; returns only if that fails.
    private func begin(_ start: ProgramStart, of campaign: CampaignID) throws {
        if let directory = start.directory, !WorkingFolder.change(to: directory) {
            throw HistoryFailure(
                exitCode: ProgramExitCode.configuration,
                message:
                    "the folder \(directory), in which the roll '\(campaign.name)' began, can't be entered")
        }
        try Program.terminal.finishOutput()
        let arguments = [Program.words.first ?? Program.name] + words(of: start, at: campaign.endpoint)
        ProgramReplacement.begin(arguments)
        throw HistoryFailure(
            exitCode: ProgramExitCode.configuration, message: "the program can't be started again")
    }

    /// Removes `--new`, `--go-on` and `--retry` from a command line: they apply to one campaign only.
    static func withoutWishes(_ words: some Sequence<String>) -> [String] {
        without("--retry", words.filter { $0 != "--new" && $0 != "--go-on" })
    }

    /// Removes an option and its value from the program's part of a command line.
    private static func without(_ option: String, _ words: [String]) -> [String] {
        var kept: [String] = [], skipsNext = false
        for word in words {
            defer { skipsNext = word == option }
            if skipsNext || word == option || word.hasPrefix("\(option)=") { continue }
            kept.append(word)
        }
        return kept
    }
}
