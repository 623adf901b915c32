internal import ArgumentParser

/// The options of every command that reads journals.
struct HistoryOptions: ParsableArguments {
    @OptionGroup var location: StateOption

    @Flag(help: "Write JSON, for programs.")
    var json = false
}

/// The option that tells rolls of one name apart.
struct EndpointOption: ParsableArguments {
    @Option(
        help: ArgumentHelp("The cloud's address, for a name that is in use at several.", valueName: "url"))
    var endpoint: String?
}
