internal import ArgumentParser
internal import LiveHost
internal import ScriptRuntime

/// `zecscript check SCRIPT…`: checks whether scripts compile, and finds undefined names in them.
struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Checks scripts without running them: syntax, names, and values of options.",
        discussion:
            """
            Each finding has its file and line. Exit code 3 for a syntax error; 1 for a global, a function of a module, an option, a \
            field of an instance or of a report, or a module that does not exist; for an option that is missing; and for a number, a \
            duration, a word, a time of day, a date or a time zone that is not valid.

            The check reads the text of a script, and sees only what is written there: not the options that a variable holds, and \
            not what a function of the script returns. A rehearsal and a run see these too.
            """
    )

    @Argument(help: ArgumentHelp("The scripts; - for standard input.", valueName: "script"))
    var scripts: [String]

    mutating func run() throws {
        let surroundings = Program.terminal
        let checker = try ScriptChecker()
        var code = ProgramExitCode.success
        for script in scripts {
            let findings = try checker.check(script, surroundings: surroundings)
            for finding in findings.messages {
                surroundings.write(Array("\(finding)\n".utf8), to: .standardError)
            }
            if findings.messages.isEmpty {
                surroundings.write(Array("\(script): nothing wrong found\n".utf8), to: .standardOutput)
            }
            code = max(code, findings.exitCode)
        }
        if let exit = ProgramExit(code) { throw exit }
    }
}
