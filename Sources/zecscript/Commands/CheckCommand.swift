internal import ArgumentParser
internal import LiveHost
internal import ScriptRuntime

/// `zecscript check SCRIPT…`: checks whether scripts compile, and which undefined globals they use.
struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Tells whether scripts compile, without running them.",
        discussion:
            "Exit code 3 where one does not. Globals that nothing defines are told as well, with exit code 1."
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
            code = max(code, findings.exitCode)
        }
        if let exit = ProgramExit(code) { throw exit }
    }
}
