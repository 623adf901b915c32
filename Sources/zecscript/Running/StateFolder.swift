internal import Journal
internal import JournalSQLite

/// The folder of the journals.
enum StateFolder {
    /// Returns the folder that the option `--state` or the environment names, or else the default folder.
    static func path(given: String?, _ environment: (String) -> String?) throws(JournalError) -> String {
        let chosen = StateDirectory.choose(
            given: given, environment: environment, isWritable: StateDirectory.isWritable)
        guard let chosen else {
            throw JournalError(
                .unavailable, "this user has no home folder for the journals; name a folder with --state")
        }
        return chosen
    }
}
