internal import ArgumentParser
internal import Basics

/// The options of a command, as its own declarations name them.
struct ProgramFlags {
    /// Every name: `--seed`, `-e`.
    private(set) var names: Set<String> = []
    /// The names of options that take no value.
    private(set) var switches: Set<String> = []

    private static let ofRun = ProgramFlags(reading: RunCommand.self)
    private static let ofRehearse = ProgramFlags(reading: RehearseCommand.self)

    /// Returns the options of a command.
    ///
    /// The options of `run` and `rehearse` are read once, because reading them takes as long as the start of
    /// a script.
    static func of(_ command: any ParsableCommand.Type) -> ProgramFlags {
        if command == RunCommand.self { return ofRun }
        if command == RehearseCommand.self { return ofRehearse }
        return ProgramFlags(reading: command)
    }

    /// Reads the description that the argument parser makes of a command.
    private init(reading command: any ParsableCommand.Type) {
        for argument in DeclaredCommand(command).options {
            names.formUnion(argument.names)
            if argument.kind == .flag { switches.formUnion(argument.names) }
        }
        names.formUnion(["--help", "-h", "--version"])
        switches.formUnion(["--help", "-h", "--version"])
    }

    /// Returns the first word before `--` that is one of these options, in forms such as `--seed`,
    /// `--seed=7`, `-e`, `-ecode` or `-iv`.
    func first(in words: some Sequence<String>) -> String? {
        for word in words {
            if word == "--" { return nil }
            if let option = option(word) { return option }
        }
        return nil
    }

    /// The words of an option among others, with its value: `--seed 7`.
    func words(of option: String, in words: CommandWords) -> String {
        guard let place = words.firstIndex(where: { $0 == option || $0.hasPrefix("\(option)=") }) else {
            return option
        }
        let takesNext = words[place] == option && !switches.contains(option)
        return words[place...].prefix(takesNext ? 2 : 1).joined(separator: " ")
    }

    /// Whether a word before `--` may be an option of the program: a cheap first test, since most scripts get
    /// no argument with a hyphen.
    static func mayBe(in words: CommandWords) -> Bool {
        words.firstIndex(beginningWith: UInt8(ascii: "-")).map { words[$0] != "--" } ?? false
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
