internal import ArgumentParser

/// Finds what may stand at the cursor of a shell, from the declarations of the commands.
struct CommandCompletion {
    /// What the declarations of the commands do not tell.
    ///
    /// No source asks the cloud.
    struct Sources: Sendable {
        /// The names of the rolls that are recorded.
        var rolls: @Sendable () -> [String] = { [] }
        /// The functions and modules that `help` explains.
        var topics: @Sendable () -> [String] = { [] }
        /// The options that a script declares.
        var optionsOfScript: @Sendable (String) -> [ScriptOption] = { _ in [] }
    }

    private let program: DeclaredCommand
    private let sources: Sources
    private var command: DeclaredCommand
    /// The word at the cursor.
    private var current = ""
    /// The arguments before the cursor, without options and their values.
    private var arguments: [String] = []
    /// The option whose value stands at the cursor.
    private var pending: DeclaredArgument?
    private var takesOptions = true
    private var takesCommand = true

    /// Reads the words after the program's name, up to the word at the cursor, which may be empty.
    init(_ words: [String], program: DeclaredCommand = .program, sources: Sources) {
        self.program = program
        self.sources = sources
        command = program.subcommand(RunCommand.configuration.commandName ?? "") ?? program
        var words = Self.joinedByBash(words)
        current = words.popLast() ?? ""
        for word in words { read(word) }
    }

    /// Joins an option and its value, because bash splits `--seed=7` into three words: `--seed`, `=` and `7`.
    ///
    /// The word before the equals sign is an option whose value follows.
    private static func joinedByBash(_ words: [String]) -> [String] {
        var joined: [String] = []
        for (index, word) in words.enumerated() {
            let isSign = word == "=" && index > 0 && words[index - 1].hasPrefix("--")
            guard isSign else { joined.append(word); continue }
            if index == words.count - 1 { joined.append("") }
        }
        return joined
    }

    private var runsScript: Bool { ["run", "rehearse"].contains(command.name) }
    /// The script before the cursor; the words after it are its own.
    private var script: String? { runsScript ? arguments.first : nil }

    private mutating func read(_ word: String) {
        if pending != nil { pending = nil; return }
        if script != nil { arguments.append(word); return }
        if takesCommand, let found = next(word) { command = found; return }
        takesCommand = false
        if word == "--" { takesOptions = false; return }
        guard takesOptions, word.hasPrefix("-"), word != "-" else { arguments.append(word); return }
        let option = command.option(word)
        if option?.kind == .option { pending = option }
    }

    /// Finds a command by its name: a command of the program, or a subcommand of the command that was found
    /// before.
    private func next(_ word: String) -> DeclaredCommand? {
        let place =
            command.name == RunCommand.configuration.commandName && arguments.isEmpty ? program : command
        return place.subcommand(word)
    }

    // MARK: The answer

    var answer: CompletionAnswer {
        var answer = unfiltered
        answer.candidates.removeAll { !$0.word.hasPrefix(current) }
        return answer
    }

    private var unfiltered: CompletionAnswer {
        if let pending { return values(of: pending) }
        if let script {
            return ScriptCompletion(sources.optionsOfScript(script), after: arguments).answer(current)
        }
        if takesOptions, current.hasPrefix("-"), current != "-" || arguments.isEmpty { return options }
        return positional
    }

    private var options: CompletionAnswer {
        if let equals = current.firstIndex(of: "="), let option = command.option(String(current[..<equals])) {
            var answer = values(of: option)
            for index in answer.candidates.indices {
                answer.candidates[index].word = "\(current[...equals])\(answer.candidates[index].word)"
            }
            return answer
        }
        let names = command.options.flatMap { option in
            option.names.map { CompletionAnswer.Candidate(word: $0, summary: option.abstract) }
        }
        return CompletionAnswer(candidates: names)
    }

    private func values(of option: DeclaredArgument) -> CompletionAnswer {
        if command.name == RunsCommand.configuration.commandName, option.names == ["--name"] {
            return answer(words: sources.rolls())
        }
        // `--faults` takes the name of a weather or a file.
        let files = option.files ?? (option.valueName == "weather" ? .ending("json") : nil)
        return answer(words: option.values, files: files)
    }

    private var positional: CompletionAnswer {
        switch command.name {
        case RunCommand.configuration.commandName:
            let commands = takesCommand ? commands(of: program) : []
            return CompletionAnswer(candidates: commands, files: .ending("lua"))
        case RehearseCommand.configuration.commandName, CheckCommand.configuration.commandName:
            return CompletionAnswer(files: .ending("lua"))
        case HelpCommand.configuration.commandName:
            guard arguments.isEmpty else { return CompletionAnswer() }
            var answer = answer(words: sources.topics())
            answer.candidates = commands(of: program) + answer.candidates
            return answer
        case WhyCommand.configuration.commandName where arguments.isEmpty: return CompletionAnswer()
        default: break
        }
        if takesCommand, !command.subcommands.isEmpty {
            return CompletionAnswer(candidates: commands(of: command))
        }
        guard let argument = command.positionals.dropFirst(arguments.count).first else {
            return CompletionAnswer()
        }
        let isRoll = argument.valueName == "run" || command.name == ResumeCommand.configuration.commandName
        return isRoll ? answer(words: sources.rolls()) : answer(words: argument.values, files: argument.files)
    }

    private func commands(of command: DeclaredCommand) -> [CompletionAnswer.Candidate] {
        command.subcommands.filter(\.isShown).map { .init(word: $0.name, summary: $0.abstract) }
    }

    private func answer(words: [String], files: DeclaredArgument.Files? = nil) -> CompletionAnswer {
        CompletionAnswer(candidates: words.map { .init(word: $0) }, files: files)
    }
}
