internal import ArgumentParser
internal import Lua

/// The names of the options, to guess what a wrong one meant.
enum OptionNames {
    static let all = [
        "--simulate", "--seed", "--speed", "--faults", "--set", "--dry-run", "--endpoint", "--profile",
        "--ca-file",
        "--request-timeout", "--rate-limit", "--memory-limit", "--time-limit", "--log-format", "--log-level",
        "--help",
        "--version",
    ]

    /// Those of `rehearse`.
    static let ofRehearse = [
        "--runs", "--seed", "--fleet", "--keep", "--faults", "--set", "--print", "--max-down", "--jobs",
        "--keep-going",
        "--trace", "--replay", "--format", "--html", "--patience", "--notice", "--time-limit",
        "--memory-limit",
        "--request-timeout", "--rate-limit", "--help",
    ]

    /// ` (did you mean '--seed'?)`, or nothing.
    static func hint(for option: String, among names: [String] = all) -> String {
        let name = option.prefix { $0 != "=" }
        return NearestName.hint(for: String(name), among: names)
    }
}
