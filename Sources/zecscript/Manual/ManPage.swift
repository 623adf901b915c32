internal import ArgumentParser
internal import ScriptRuntime

/// The manual page of a command, made from the declarations that `--help` shows.
struct ManPage {
    /// The page's name: `zecscript`, or `zecscript-rehearse`.
    let name: String
    private var command: DeclaredCommand
    private let usage: String
    private let isProgram: Bool

    /// The pages of the program and of all its commands.
    static var all: [ManPage] {
        let program = DeclaredCommand.program
        let types = ZecscriptCommand.configuration.subcommands
        return [ManPage(program)] + types.filter { $0 != RunCommand.self }.flatMap(pages)
    }

    private static func pages(_ type: any ParsableCommand.Type) -> [ManPage] {
        let command = DeclaredCommand(type)
        guard command.isShown else { return [] }
        let below = type.configuration.subcommands.map {
            ManPage(DeclaredCommand($0), below: command.name, $0)
        }
        return [ManPage(command, below: nil, type)] + below
    }

    /// Makes the program's page from the page of `run`, the command whose name may be left out.
    private init(_ program: DeclaredCommand) {
        command = program.subcommand(RunCommand.configuration.commandName ?? "") ?? program
        command.subcommands = program.subcommands
        command.abstract = program.abstract
        name = Program.name
        usage = RunCommand.configuration.usage ?? name
        isProgram = true
    }

    private init(_ command: DeclaredCommand, below parent: String?, _ type: any ParsableCommand.Type) {
        let words = [Program.name, parent, command.name].compactMap(\.self)
        name = words.joined(separator: "-")
        self.command = command
        usage = type.configuration.usage ?? Self.usage(words, command)
        isProgram = false
    }

    private static func usage(_ words: [String], _ command: DeclaredCommand) -> String {
        let arguments = command.positionals.map { argument in
            let name = argument.valueName.uppercased() + (argument.isRepeating ? "..." : "")
            return argument.isOptional ? "[\(name)]" : name
        }
        return (words + ["[options]"] + arguments).joined(separator: " ")
    }

    /// The page in the language of `man`.
    var text: String {
        var page = Roff(page: name, source: "\(Program.name) \(Program.version)")
        page.section("NAME")
        page.plain("\(name) - \(command.abstract.withoutFullStop)")
        page.section("SYNOPSIS")
        page.term(usage, "")
        page.section("DESCRIPTION")
        page.plain(command.abstract)
        let text = HelpSections(command.discussion)
        for paragraph in text.paragraphs { page.paragraph(paragraph) }
        describe(command.positionals, "ARGUMENTS", in: &page)
        describe(command.options, "OPTIONS", in: &page)
        for section in text.sections where section.title != HelpSections.exitCodes { add(section, to: &page) }
        addExitStatus(to: &page)
        ManText.add(ManText.environment, "ENVIRONMENT", to: &page)
        ManText.add(ManText.files, "FILES", to: &page)
        addExamples(to: &page)
        page.section("SEE ALSO")
        page.references(references)
        return page.text
    }

    private func describe(_ arguments: [DeclaredArgument], _ title: String, in page: inout Roff) {
        if arguments.isEmpty { return }
        page.section(title)
        for argument in arguments { page.term(argument.label, argument.explanation) }
    }

    private func add(_ section: HelpSections.Section, to page: inout Roff) {
        page.section(section.title)
        for row in section.rows { page.term(row.term, row.text) }
    }

    private func addExitStatus(to page: inout Roff) {
        page.section("EXIT STATUS")
        let runsScript =
            isProgram
            || [RehearseCommand.self, ResumeCommand.self, REPLCommand.self]
                .map { ($0 as any ParsableCommand.Type).configuration.commandName }.contains(command.name)
        guard runsScript else {
            for row in ManText.exitCodes { page.term(row.0, row.1) }
            page.paragraph("All exit codes of the program: \(Program.name)(1).")
            return
        }
        for row in ProgramExitCode.meanings { page.term(String(row.code), row.meaning) }
    }

    private func addExamples(to page: inout Roff) {
        let examples = ManText.examples[isProgram ? "run" : command.name] ?? []
        if examples.isEmpty { return }
        page.section("EXAMPLES")
        for example in examples {
            page.paragraph(example.purpose)
            page.example(example.command)
        }
    }

    private var references: [String] {
        guard isProgram else { return [Program.name] }
        let commands = command.subcommands.filter {
            $0.isShown && $0.name != RunCommand.configuration.commandName
        }
        return commands.flatMap { command in
            ["\(Program.name)-\(command.name)"]
                + command.subcommands.map { "\(Program.name)-\(command.name)-\($0.name)" }
        }.sorted()
    }
}

extension DeclaredArgument {
    /// `--output file, -o file`, or the name of an argument.
    fileprivate var label: String {
        let value = kind == .option ? " " + valueName : ""
        return kind == .positional ? valueName : names.map { $0 + value }.joined(separator: ", ")
    }

    fileprivate var explanation: String {
        let values = values.isEmpty ? "" : " Values: \(self.values.joined(separator: ", "))."
        return abstract + values + (defaultValue.map { " Default: \($0)." } ?? "")
    }
}

extension String {
    fileprivate var withoutFullStop: String { hasSuffix(".") ? String(dropLast()) : self }
}
