internal import ArgumentParser
internal import Lua

/// Suggests the option that an unknown option may stand for.
enum OptionNames {
    /// Returns ` (did you mean '--seed'?)`, or an empty text if no name is near.
    static func hint(for option: String, of command: any ParsableCommand.Type) -> String {
        let name = option.prefix { $0 != "=" }
        return NearestName.hint(for: String(name), among: ProgramFlags.of(command).names.sorted())
    }
}
