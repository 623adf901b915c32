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

    /// ` (did you mean '--seed'?)`, or nothing.
    static func hint(for option: String) -> String {
        let name = option.prefix { $0 != "=" }
        return NearestName.hint(for: String(name), among: all)
    }
}
