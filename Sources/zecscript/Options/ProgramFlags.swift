internal import ArgumentParser
internal import Basics

/// The options of a command, as its own declarations name them.
struct ProgramFlags {
    /// Every name: `--seed`, `-e`.
    private(set) var names: Set<String> = []
    /// The names of options that take no value.
    private(set) var switches: Set<String> = []

    /// Reads the description that the argument parser makes of a command.
    init(of command: any ParsableCommand.Type) {
        let description = try? JSONValue(parsing: command._dumpHelp())
        let arguments = description?.objectValue?["command"]?.objectValue?["arguments"]?.arrayValue ?? []
        for argument in arguments {
            guard let argument = argument.objectValue, argument["kind"]?.stringValue != "positional" else {
                continue
            }
            let isSwitch = argument["kind"]?.stringValue == "flag"
            for name in argument["names"]?.arrayValue ?? [] {
                guard let word = name.objectValue?["name"]?.stringValue else { continue }
                let isShort = name.objectValue?["kind"]?.stringValue == "short"
                let option = (isShort ? "-" : "--") + word
                names.insert(option)
                if isSwitch { switches.insert(option) }
            }
        }
        names.formUnion(["--help", "-h", "--version"])
        switches.formUnion(["--help", "-h", "--version"])
    }

    /// The first word that is one of the options, up to a `--`: as `--seed`, `--seed=7`, `-e`, `-ecode` or `-iv`.
    func first(in words: some Sequence<String>) -> String? {
        for word in words {
            if word == "--" { return nil }
            if let option = option(word) { return option }
        }
        return nil
    }

    private func option(_ word: String) -> String? {
        if word.hasPrefix("--") {
            let name = String(word.prefix { $0 != "=" })
            return names.contains(name) ? name : nil
        }
        guard word.hasPrefix("-"), word.count > 1 else { return nil }
        let shorts = word.dropFirst().map { "-\($0)" }
        guard let first = shorts.first, names.contains(first) else { return nil }
        guard switches.contains(first) else { return first }
        return shorts.allSatisfy(names.contains) ? first : nil
    }
}
