import Lua
import ScriptRuntime

/// The module of `run`: runs commands of this machine while other tasks go on; os.execute and io.popen use it
/// too.
final class CommandModule {
    let runtime: ScriptRuntime
    /// Commands whose output a script reads, or whose input it writes; the keys are numbers from 1.
    var opened: [Int64: any RunningCommand] = [:]
    var lastNumber: Int64 = 0

    private init(_ runtime: ScriptRuntime) { self.runtime = runtime }

    static func make(_ runtime: ScriptRuntime) -> ScriptModule { CommandModule(runtime).module }

    private var module: ScriptModule {
        ScriptModule(
            name: "", summary: "Commands of this machine.",
            functions: [run, withheld, execute, open, nextOutput, writeInput, close, release])
    }

    // MARK: run

    private static let options = Parameter(
        "options",
        .options([
            Parameter(
                "timeout", .duration,
                "After this time the command and what it started get SIGTERM, and 3 s later SIGKILL; no limit unless set.",
                optional: true),
            Parameter("stdin", .string, "Its standard input; empty unless set.", optional: true),
            Parameter("cwd", .string, "The folder in which it starts.", optional: true),
            Parameter(
                "env", .table,
                "Environment variables by name, beside those of the program; `false` removes one.",
                optional: true),
            Parameter(
                "check", .boolean, "Whether a command that fails is an error; true unless set.",
                optional: true),
            Parameter(
                "max_output", .integer,
                "How many bytes of stdout and of stderr are kept, 1 MiB unless set; the rest is dropped.",
                optional: true),
        ]), "How to run it.", optional: true)

    private var run: HostFunction {
        HostFunction(
            FunctionDeclaration(
                "run",
                "Runs a command of this machine and waits until it has ended; an error of kind command where it fails.",
                parameters: [
                    Parameter(
                        "command", .oneOrMore(of: "word"),
                        "A line for the shell; or a list of the program and its arguments, without a shell."),
                    Self.options,
                ],
                results: [
                    ResultDeclaration(
                        "result",
                        "{ exit_code: integer, signal: integer?, stdout: string, stderr: string, truncated: boolean }",
                        "After a signal the exit code is 128 and the signal's number, as in a shell.")
                ], waits: true)
        ) { [self] arguments in
            let call = try CommandCall(arguments)
            if try withholds(call.text, of: "run") { return .value(CommandCall.success) }
            return try follow(call.command, "the command '\(call.shown)'", answer: call.answer)
        }
    }
}

extension CommandModule {
    /// Returns true if a command is printed instead of run: in a dry run, and if time is simulated.
    /// - Throws: An error in every rehearsal, and if an option of the program stands after the script.
    func withholds(_ command: String, of function: String) throws(ScriptError) -> Bool {
        if runtime.configuration.observer != nil {
            throw ScriptError(
                kind: "rehearsal",
                message: "\(function) is not done in a rehearsal; ask rehearse.active() before it")
        }
        if try runtime.dryRun("run: \(command)") != nil { return true }
        guard runtime.host.isSimulated else { return false }
        runtime.console.writeError("simulation: would run: \(VisibleText.escaped(command))\n")
        return true
    }
}
