internal import ArgumentParser

/// The options of every command that reads journals.
struct HistoryOptions: ParsableArguments {
    @OptionGroup var location: StateOption

    @Flag(help: "Write JSON, for programs.")
    var json = false
}

/// The option that chooses between rolls with the same name at different endpoints.
struct EndpointOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The cloud's address, if rolls at several addresses have the same name.", valueName: "url"))
    var endpoint: String?
}
