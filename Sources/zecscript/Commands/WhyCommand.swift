internal import ArgumentParser
internal import Basics
internal import History
internal import Journal
internal import Lua
internal import ScriptRuntime

/// `zecscript why INSTANCE [RUN]`: explains what happened to one instance, with the evidence.
struct WhyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "why", abstract: "Explains what happened to one instance in a roll, with the evidence.")

    @Argument(help: ArgumentHelp("The id or the name of the instance.", valueName: "instance"))
    var instance: String

    @Argument(
        help: ArgumentHelp(
            "NAME, for the last roll of that name, or NAME/NUMBER; the last roll that has the instance unless given.",
            valueName: "run"))
    var runName: String?

    @OptionGroup var endpoint: EndpointOption
    @OptionGroup var options: HistoryOptions

    mutating func run() throws {
        try HistoryFailure.told {
            let story = try story(StoredRuns(state: options.location.state))
            guard options.json else { return try CommandOutput.writeReport(StoryText(story: story).text) }
            try CommandOutput.write(.object(HistoryJSON.story(story)))
        }
    }

    private func story(_ runs: StoredRuns) throws -> Story {
        var search = InstanceSearch(try chosen(runs), in: runs.archive)
        let finding = search.find(instance)
        // The instance may be in a journal that can't be read.
        if finding == nil, let problem = search.problems.first { throw problem }
        for problem in search.problems { CommandOutput.warn(problem.reason) }
        guard let finding else { throw unknown(among: search.words()) }
        return try Story(finding.opening, at: position(finding), reading: finding.history)
    }

    private func chosen(_ runs: StoredRuns) throws -> [CampaignID] {
        if let runName { return [try runs.find(runName, endpoint: endpoint.endpoint)] }
        try runs.checkNotEmpty()
        return runs.campaigns.filter { endpoint.endpoint == nil || $0.endpoint == endpoint.endpoint }
    }

    private func unknown(among words: [String]) -> HistoryFailure {
        let place = runName.map { "the roll '\($0)' has" } ?? "no roll has"
        let what = runName == nil ? "an instance" : "no instance"
        return HistoryFailure(
            exitCode: ProgramExitCode.usage,
            message:
                "\(place) \(what) with the id or name '\(instance)'\(NearestName.hint(for: instance, among: words))"
        )
    }

    private func position(_ finding: InstanceSearch.Finding) throws -> Int {
        if finding.positions.count == 1, let only = finding.positions.first { return only }
        let ids = finding.positions.map { finding.opening.instance(at: $0).id }
        throw HistoryFailure(
            exitCode: ProgramExitCode.usage,
            message:
                "\(ids.count) instances of \(finding.opening.campaign.label) are called '\(instance)': \(ids.joined(separator: ", "))",
            hint: "name one by its id")
    }
}
