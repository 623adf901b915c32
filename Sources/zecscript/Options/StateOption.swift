internal import ArgumentParser
internal import Journal
internal import JournalSQLite

/// Where the journals are, for every command that writes or reads them.
struct StateOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The folder of the journals; also STATE_DIRECTORY; otherwise /var/lib/zecscript or ~/.local/state/zecscript.",
            valueName: "folder"), completion: .directory)
    var state: String?

    /// Returns the folder that the option or the environment names, or else the default folder.
    func folder(_ environment: (String) -> String?) throws(JournalError) -> String {
        let chosen = StateDirectory.choose(
            given: state, environment: environment, isWritable: StateDirectory.isWritable)
        guard let chosen else {
            throw JournalError(
                .unavailable, "this user has no home folder for the journals; name a folder with --state")
        }
        return chosen
    }
}
