internal import ArgumentParser
internal import Basics
internal import ScriptRuntime

/// Where rolls are recorded, and whether a roll resumes its last campaign or begins a new one.
struct JournalOptions: ParsableArguments {
    @OptionGroup var location: StateOption

    @Flag(help: "Allow journals on a network file system, where locks are not reliable.")
    var allowNetworkState = false

    @Flag(help: "Record nothing on the disk: a roll that is killed can't be resumed.")
    var noJournal = false

    @Flag(
        help:
            "Begin a new roll of the name; instances that the last roll left open are checked first, and it is closed."
    )
    var new = false

    @Option(
        help: ArgumentHelp(
            "Try these instances of the last roll again: failed, uncertain, or both.", valueName: "outcomes"),
        completion: .list(["failed", "uncertain", "failed,uncertain"]))
    var retry: String?

    @Flag(
        name: .customLong("go-on"),
        help: "Go on with the last roll, whatever its age; zecscript resume adds this.")
    var goesOn = false

    @Option(
        help: ArgumentHelp(
            "How long to wait while another process works on the same roll, such as 30m; 0 unless set.",
            valueName: "duration"),
        transform: Quantity.duration)
    var waitForLock: Duration?

    private static let outcomes = ["failed", "uncertain"]

    mutating func validate() throws {
        if noJournal, location.state != nil {
            throw ValidationError("'--no-journal' and '--state' contradict each other.")
        }
        if new, goesOn || retry != nil {
            throw ValidationError("'--new' and '--retry' contradict each other.")
        }
        if let unknown = retriedOutcomes.first(where: { !Self.outcomes.contains($0) }) {
            throw ValidationError(
                "'--retry' takes failed, uncertain, or both with a comma; not '\(unknown)'.")
        }
    }

    private var retriedOutcomes: [String] {
        retry.map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) } ?? []
    }

    /// What the operator wants for the last campaign of each roll.
    var wish: CampaignWish {
        CampaignWish(
            beginsAnew: new, goesOn: goesOn, retriedOutcomes: retriedOutcomes,
            lockPatience: waitForLock ?? .zero)
    }
}
