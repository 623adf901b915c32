internal import ArgumentParser
internal import Basics
internal import History
internal import Journal

/// `zecscript show RUN`: prints the report of a roll, from its journal alone.
struct ShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Shows the report of a roll, also while it is under way, or what a script has asked for.")

    @Argument(help: ArgumentHelp("NAME, for the last roll of that name, or NAME/NUMBER.", valueName: "run"))
    var runName: String

    @OptionGroup var endpoint: EndpointOption
    @OptionGroup var options: HistoryOptions

    mutating func run() throws {
        try HistoryFailure.told {
            let runs = try StoredRuns(state: options.location.state)
            let campaign = try runs.find(runName, endpoint: endpoint.endpoint)
            guard campaign.kind != .script else { return try show(campaign, runs) }
            let record = try runs.record(of: campaign)
            let status = runs.status(of: record.head)
            guard options.json else {
                let report = ReportText(
                    record: record, isLast: runs.latest.contains(campaign), status: status,
                    state: options.location.state)
                return try CommandOutput.writeReport(report.text)
            }
            try CommandOutput.write(.object(HistoryJSON.report(record, status: status)))
        }
    }

    private func show(_ script: CampaignID, _ runs: StoredRuns) throws {
        let requests = try ScriptRequests(script, reading: runs.archive.history(of: script))
        let status = runs.status(of: requests.head)
        guard options.json else {
            return try CommandOutput.writeReport(RequestsText(requests: requests, status: status).text)
        }
        try CommandOutput.write(.object(HistoryJSON.requests(requests, status: status)))
    }
}
