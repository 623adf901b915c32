internal import ArgumentParser

/// The options of every command that reads journals.
struct HistoryOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The folder of the journals; also STATE_DIRECTORY. Unless set, /var/lib/zecscript or a folder of this user.",
            valueName: "dir"))
    var state: String?

    @Flag(help: "Write JSON, for programs.")
    var json = false
}

/// The option that tells rolls of one name apart.
struct EndpointOption: ParsableArguments {
    @Option(
        help: ArgumentHelp("The cloud's address, for a name that is in use at several.", valueName: "url"))
    var endpoint: String?
}
