internal import ArgumentParser

/// Where the journals are, for every command that writes or reads them.
struct StateOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The folder of the journals; also STATE_DIRECTORY; otherwise /var/lib/zecscript or ~/.local/state/zecscript.",
            valueName: "folder"), completion: .directory)
    var state: String?
}
