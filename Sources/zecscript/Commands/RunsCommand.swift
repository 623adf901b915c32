internal import ArgumentParser
internal import Basics
internal import History
internal import Journal
internal import LiveHost
internal import ScriptRuntime

/// `zecscript runs`: prints a table of the recorded rolls.
struct RunsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "runs", abstract: "Lists the recorded rolls, the newest first.",
        discussion: """
            STATUS is running (a process works on the roll), open (the next process continues it), held (it continues \
            only on request) or closed. LEFT counts instances without a result. A script that requests reboots without a roll \
            is listed as script:PATH: running, ended or killed, with its refused requests and those without an answer.
            """,
        subcommands: [PruneCommand.self])

    @Option(help: ArgumentHelp("Only rolls of this name.", valueName: "name"))
    var name: String?

    @OptionGroup var options: HistoryOptions

    mutating func run() throws {
        try HistoryFailure.told { try list(StoredRuns(state: options.location.state)) }
    }

    private func list(_ runs: StoredRuns) throws {
        var summaries: [Summary] = [], problem: JournalError?
        for campaign in try chosen(runs) {
            do throws(JournalError) {
                summaries.append(try runs.summary(of: campaign))
            } catch {
                CommandOutput.warn(error.reason)
                problem = problem ?? error
            }
        }
        summaries.sort { ($0.head.began, $0.head.id) > ($1.head.began, $1.head.id) }
        try write(summaries, runs)
        guard let problem, let exit = ProgramExit(HistoryFailure(problem).exitCode) else { return }
        throw exit
    }

    private func chosen(_ runs: StoredRuns) throws -> [CampaignID] {
        if runs.campaigns.isEmpty, !options.json { try runs.checkNotEmpty() }
        guard let name else { return runs.campaigns }
        let chosen = runs.campaigns.filter { $0.name == name }
        if chosen.isEmpty { throw HistoryFailure(.unknownName(name), names: runs.names) }
        return chosen
    }

    private func write(_ summaries: [Summary], _ runs: StoredRuns) throws {
        guard options.json else {
            return try CommandOutput.write(
                RunsTable(
                    summaries: summaries, status: runs.status,
                    width: Program.terminal.terminalWidth(of: .standardOutput)
                ).text)
        }
        let rows = summaries.map { JSONValue.object(HistoryJSON.run($0, status: runs.status(of: $0.head))) }
        try CommandOutput.write(.array(rows))
    }
}
