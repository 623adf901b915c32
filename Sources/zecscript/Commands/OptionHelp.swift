internal import ArgumentParser
internal import ScriptRuntime

/// Explains an option of the command line, in all commands that have it.
enum OptionHelp {
    /// - Parameters:
    ///   - name: The option with or without hyphens: `--max-down`, `max-down`.
    ///   - columns: The columns of a line.
    /// - Returns: nil if no command has the option.
    static func text(of name: String, columns: Int) -> String? {
        let hyphens = name.hasPrefix("-") ? [name] : ["--\(name)", "-\(name)"]
        var meanings: [(text: String, commands: [String])] = []
        for command in DeclaredCommand.program.subcommands where command.isShown {
            guard let option = hyphens.lazy.compactMap(command.option).first else { continue }
            let text = row(option), title = title(of: command)
            if let place = meanings.firstIndex(where: { $0.text == text }) {
                meanings[place].commands.append(title)
            } else {
                meanings.append((text, [title]))
            }
        }
        guard !meanings.isEmpty else { return nil }
        let sections = meanings.map { "Option of \($0.commands.joined(separator: ", "))\n\n\($0.text)\n" }
        return FoldedText.page(sections.joined(separator: "\n"), columns: columns)
    }

    /// The names of all options, with hyphens.
    static var names: [String] {
        let options = DeclaredCommand.program.subcommands.filter(\.isShown).flatMap(\.options)
        return Set(options.flatMap(\.names)).sorted()
    }

    private static func title(of command: DeclaredCommand) -> String {
        command.name == RunCommand.configuration.commandName
            ? Program.name : "\(Program.name) \(command.name)"
    }

    private static func row(_ option: DeclaredArgument) -> String {
        let value = option.kind == .flag || option.valueName.isEmpty ? "" : " <\(option.valueName)>"
        let initial = option.defaultValue.map { " (default: \($0))" } ?? ""
        return "  \(option.names.joined(separator: ", "))\(value)  \(option.abstract)\(initial)"
    }
}
