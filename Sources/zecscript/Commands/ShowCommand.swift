internal import ArgumentParser
internal import Basics
internal import History

/// `zecscript show RUN`: the report of a roll, from its journal alone.
struct ShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Shows the report of a roll, also while it is under way.")

    @Argument(help: ArgumentHelp("NAME, for the last roll of that name, or NAME/NUMBER.", valueName: "run"))
    var runName: String

    @OptionGroup var endpoint: EndpointOption
    @OptionGroup var options: HistoryOptions

    mutating func run() throws {
        try HistoryFailure.told {
            let runs = try StoredRuns(options.location)
            let record = try runs.record(of: runs.find(runName, endpoint: endpoint.endpoint))
            guard options.json else { return try HistoryOutput.write(ReportText(record: record).text) }
            try HistoryOutput.write(.object(HistoryJSON.report(record)))
        }
    }
}
