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
        help: ArgumentHelp(
            "The cloud's address, if rolls at several addresses have the same name.", valueName: "url"))
    var endpoint: String?
}
