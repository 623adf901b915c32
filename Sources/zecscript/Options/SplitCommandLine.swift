internal import ArgumentParser
internal import Basics

/// A command line split before the argument parser sees it: the options and the script, and the words after the script.
///
/// The argument parser splits a joined value (`-eCODE`) at its first equals sign, which is frequent in code, and its time
/// grows with the square of the number of words.
struct SplitCommandLine {
    /// The options, with `-e` and `-l` separate from their values, and the script.
    private(set) var words: [String] = []
    /// The words after the script: its arguments, or, for `check`, more scripts.
    private(set) var scriptArguments: CommandWords = []
    /// Whether the words begin with the name of a command.
    private var namesCommand = true
    private var runsScript = false

    init(_ arguments: CommandWords) {
        if let first = arguments.first, Self.isPath(first) {
            words = [first]
            scriptArguments = arguments.dropFirst()
            (runsScript, namesCommand) = (true, false)
            return
        }
        var rest = arguments
        if arguments.first == CheckCommand.configuration.commandName, !Self.hasOptions(rest) {
            words = Array(arguments.prefix(2))
            scriptArguments = arguments.dropFirst(2)
            return
        }
        if arguments.first == CompleteCommand.configuration.commandName {
            words = Array(arguments.prefix(1))
            scriptArguments = arguments.dropFirst()
            return
        }
        guard let command = Self.command(arguments.first) else { words = Array(arguments); return }
        runsScript = command == RunCommand.self
        namesCommand = arguments.first == command.configuration.commandName
        if namesCommand, let name = rest.popFirst() { words.append(name) }
        while let word = rest.first, word.hasPrefix("-"), word != "-", word != "--" {
            rest.removeFirst()
            if !word.hasPrefix("--"), word.count > 2, word.hasPrefix("-e") || word.hasPrefix("-l") {
                words += [String(word.prefix(2)), String(word.dropFirst(2))]
                continue
            }
            words.append(word)
            let takesNext = !Self.isSwitch(word, of: command) && !word.contains("=")
            if takesNext, let value = rest.popFirst() { words.append(value) }
        }
        if rest.first == "--", let hyphens = rest.popFirst() { words.append(hyphens) }
        if let script = rest.popFirst() { words.append(script) }
        scriptArguments = rest
    }

    /// Whether a word can only be the path of a script: no command and no option has such a name.
    private static func isPath(_ word: String) -> Bool {
        !word.hasPrefix("-") && word.utf8.contains { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "/") }
    }

    /// The plan of a command line that has a script and none of the program's options; nil for every other command line.
    ///
    /// It needs no argument parser, which takes half of the instructions of a start.
    var planWithoutOptions: RunPlan? {
        let own = namesCommand ? words.dropFirst() : words[...]
        guard runsScript, own.count == 1, let script = own.first, !script.hasPrefix("-") || script == "-"
        else { return nil }
        return RunPlan(script: script, arguments: scriptArguments)
    }

    /// Whether the program's options ask for log lines in JSON; works even if other options are wrong.
    var asksForJSON: Bool {
        zip(words, words.dropFirst()).contains { $0 == "--log-format" && $1 == "json" }
            || words.contains("--log-format=json")
    }

    /// Gives the words to the argument parser.
    ///
    /// The parser of `run` alone takes a quarter of the time of the parser of all commands, and most starts
    /// of the program run a script. If it fails, the parser of all commands reads the words again, because
    /// its messages name the program.
    func parse() throws -> any ParsableCommand {
        if runsScript, let command = try? RunCommand.parse(Array(namesCommand ? words[1...] : words[...])) {
            return command
        }
        return try ZecscriptCommand.parseAsRoot(words)
    }

    private static func hasOptions(_ words: CommandWords) -> Bool {
        words.contains { $0.hasPrefix("-") && $0 != "-" }
    }

    /// Whether a word is an option without a value, or a group of such options: `-iv`.
    private static func isSwitch(_ word: String, of command: any ParsableCommand.Type) -> Bool {
        let switches =
            command == RunCommand.self ? RunCommand.switches : ProgramFlags.of(command).switches
        return switches.contains(word)
            || !word.hasPrefix("--") && word.dropFirst().allSatisfy { switches.contains("-\($0)") }
    }

    /// The command that runs a script; nil for all other commands, which take few words.
    private static func command(_ first: String?) -> (any ParsableCommand.Type)? {
        if first == RehearseCommand.configuration.commandName { return RehearseCommand.self }
        let isOther = ZecscriptCommand.names.contains {
            $0 == first && $0 != RunCommand.configuration.commandName
        }
        return isOther ? nil : RunCommand.self
    }
}
