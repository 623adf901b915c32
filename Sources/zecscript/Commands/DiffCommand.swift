internal import ArgumentParser
internal import Basics
internal import History

/// `zecscript diff RUN RUN`: lists the instances whose outcomes differ between two rolls.
struct DiffCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract: "Compares two rolls: instances with another outcome, or that took much longer.",
        discussion: """
            Two reboots never take exactly the same time: a time is listed if it is longer by half, and by 30s or more.
            """)

    @Argument(help: ArgumentHelp("NAME, for the last roll of that name, or NAME/NUMBER.", valueName: "run"))
    var first: String

    @Argument(help: ArgumentHelp("The roll to compare it with.", valueName: "run"))
    var second: String

    @OptionGroup var endpoint: EndpointOption
    @OptionGroup var options: HistoryOptions

    mutating func run() throws {
        try HistoryFailure.told {
            let runs = try StoredRuns(state: options.location.state)
            let first = try runs.record(of: runs.find(first, endpoint: endpoint.endpoint))
            let second = try runs.record(of: runs.find(second, endpoint: endpoint.endpoint))
            let difference = Difference(first, second)
            guard options.json else {
                let text = DifferenceText(difference: difference, first: first.id, second: second.id)
                return try CommandOutput.writeReport(text.text)
            }
            try CommandOutput.write(.object(HistoryJSON.difference(difference, first, second)))
        }
    }
}
