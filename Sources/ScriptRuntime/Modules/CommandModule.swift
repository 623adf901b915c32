import Lua
import ZenlayerCloud

/// `run`: commands of this machine, which take their time while other tasks go on; `os.execute` and `io.popen` stand on the same.
enum CommandModule {
    static func make(_ runtime: ScriptRuntime) -> ScriptModule {
        ScriptModule(
            name: "", summary: "Commands of this machine.",
            functions: [
                run(runtime), withheld(runtime), execute(runtime), open(runtime), nextOutput(runtime),
                writeInput(runtime), close(runtime), release(runtime),
            ])
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

    private static func run(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(
            FunctionDeclaration(
                "run",
                "Runs a command of this machine and waits until it has ended; an error of kind command where it fails.",
                parameters: [
                    Parameter(
                        "command", .oneOrMore(of: "word"),
                        "A line for the shell; or a list of the program and its arguments, without a shell."),
                    options,
                ],
                results: [
                    ResultDeclaration(
                        "result",
                        "{ exit_code: integer, signal: integer?, stdout: string, stderr: string, truncated: boolean }",
                        "After a signal the exit code is 128 and the signal's number, as in a shell.")
                ], waits: true)
        ) { arguments in
            let call = try CommandCall(arguments)
            if try runtime.withholds(call.text, of: "run") { return .value(CommandCall.success) }
            return try runtime.follow(call.command, "the command '\(call.shown)'", answer: call.answer)
        }
    }

    // MARK: What os.execute and io.popen stand on

    private static let line = Parameter("command", .string, "A line for the shell.")
    private static let number = Parameter("number", .integer, "From host.open_command.")

    private static func withheld(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(
            FunctionDeclaration(
                "host.withholds_command",
                "Comes before a command; true in a dry run and a simulation, which print it instead.",
                parameters: [Parameter("function", .string, "Which function runs it."), line])
        ) { arguments in
            .value(.boolean(try runtime.withholds(arguments[1].text ?? "", of: arguments[0].text ?? "")))
        }
    }

    private static func execute(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(
            FunctionDeclaration(
                "host.execute",
                "Runs a command with the program's own input and output: what os.execute returns.",
                parameters: [line], waits: true)
        ) { arguments in
            let line = arguments[0].rawBytes ?? []
            var command = HostCommand(shell: line)
            command.input = .inherited
            return try runtime.follow(
                command, "the command '\(Self.shown(String(decoding: line, as: UTF8.self)))'",
                answer: Self.standardAnswer)
        }
    }

    private static func open(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(
            FunctionDeclaration(
                "host.open_command", "Starts a command whose output is read or whose input is written.",
                parameters: [line, Parameter("mode", .choice(["r", "w"]), "As io.popen takes it.")])
        ) { arguments in
            var command = HostCommand(shell: arguments[0].rawBytes ?? [])
            if arguments[1].text == "w" {
                command.input = .written
            } else {
                (command.input, command.output) = (.inherited, .streamed)
            }
            runtime.commandsNumber += 1
            runtime.commands[runtime.commandsNumber] = try runtime.begin(
                command, "the command '\(Self.shown(arguments[0].text ?? ""))'")
            return .value(.integer(runtime.commandsNumber))
        }
    }

    private static func nextOutput(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(
            FunctionDeclaration(
                "host.next_output", "The next piece of a command's output; nil at its end.",
                parameters: [number], waits: true)
        ) { arguments in
            guard let command = runtime.commands[arguments[0].integer ?? 0] else { return .value(.nil) }
            let ticket = try runtime.beginOperation("the output of a command", windsDown: true)
            command.nextOutput { runtime.finish(ticket, .value($0.map { .bytes($0) } ?? .nil)) }
            runtime.windDown(ticket, command)
            return .wait
        }
    }

    private static func writeInput(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(
            FunctionDeclaration(
                "host.write_input",
                "Waits until a command has taken what is written to it; false where it reads no more.",
                parameters: [number, Parameter("text", .string, "Any bytes.")], waits: true)
        ) { arguments in
            guard let command = runtime.commands[arguments[0].integer ?? 0] else { return .value(false) }
            let ticket = try runtime.beginOperation("a command that reads its input", windsDown: true)
            command.write(arguments[1].rawBytes ?? []) { runtime.finish(ticket, .value(.boolean($0))) }
            runtime.windDown(ticket, command)
            return .wait
        }
    }

    private static func close(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(
            FunctionDeclaration(
                "host.close_command", "Ends a command's input and waits for its end: what pclose tells.",
                parameters: [number], waits: true)
        ) { arguments in
            guard let command = runtime.commands.removeValue(forKey: arguments[0].integer ?? 0) else {
                return .value(true)
            }
            command.closeStreams()
            do {
                let ticket = try runtime.beginOperation("the end of a command", windsDown: true)
                runtime.follow(command, ticket, answer: Self.standardAnswer)
            } catch {
                command.cancel()
                throw error
            }
            return .wait
        }
    }

    private static func release(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(
            FunctionDeclaration(
                "host.release_command",
                "Lets go of a command that was not closed: its streams end, and it is left to itself.",
                parameters: [number])
        ) { arguments in
            runtime.commands.removeValue(forKey: arguments[0].integer ?? 0)?.closeStreams()
            return .nothing
        }
    }

    /// Three values, as Lua's `os.execute` returns them.
    private static func standardAnswer(_ end: HostCommandEnd) -> HostAnswer {
        switch end.cause {
        case .exit(let code):
            .values([code == 0 ? .boolean(true) : .nil, .string("exit"), .integer(Int64(code))])
        case .signal(let signal): .values([.nil, .string("signal"), .integer(Int64(signal))])
        case .unknown: .values([.nil, .string("No child processes"), .integer(10)])
        }
    }
}

extension CommandModule {
    /// How many characters of a command an error shows.
    private static let shownMax = 80

    /// A command as errors name it: the beginning of its first line.
    fileprivate static func shown(_ text: String) -> String {
        let line = text.split(separator: "\n").first.map(String.init) ?? ""
        return line.count > shownMax || line.count < text.count ? "\(line.prefix(shownMax))…" : line
    }
}

/// One call of `run`.
private struct CommandCall {
    var command: HostCommand
    /// As errors and intentions name it.
    var text: String
    private var isChecked: Bool
    private var timeout: Duration?

    /// What a command that is withheld answers: it succeeded, so that the script goes on.
    static let success = LuaValue.table(
        LuaTable(["exit_code": 0, "stdout": "", "stderr": "", "truncated": false]))

    init(_ arguments: Arguments) throws(ArgumentError) {
        if let line = arguments[0].rawBytes {
            command = HostCommand(shell: line)
            text = String(decoding: line, as: UTF8.self)
        } else {
            command = HostCommand(try Self.words(arguments[0].table ?? LuaTable()))
            text = command.words.map { String(decoding: $0, as: UTF8.self) }.joined(separator: " ")
        }
        guard !command.words.contains(where: { $0.contains(0) }) else {
            throw ArgumentError(argument: 1, "a command can't hold a zero byte")
        }
        isChecked = arguments.option("check", at: 1) != false
        timeout = try arguments.duration(option: "timeout", at: 1)
        let sizeMax = arguments.option("max_output", at: 1).integer ?? 1 << 20
        guard sizeMax >= 0 else {
            throw ArgumentError(argument: 2, field: "max_output", "it is less than 0")
        }
        command.timeout = timeout
        command.folder = arguments.option("cwd", at: 1).rawBytes
        command.input = arguments.option("stdin", at: 1).rawBytes.map { .bytes($0) } ?? .none
        command.output = .kept(sizeMax: Int(clamping: sizeMax))
        command.errors = command.output
        for (name, value) in arguments.option("env", at: 1).table?.namedFields ?? [] {
            command.environment[Array(name.utf8)] = .some(try Self.variable(name, value))
        }
    }

    /// The words of a list; numbers become text, as everywhere in Lua.
    private static func words(_ list: LuaTable) throws(ArgumentError) -> [[UInt8]] {
        guard list.fields.isEmpty else {
            throw ArgumentError(
                argument: 1, "a command is a list of words without gaps, and this has other fields")
        }
        var words: [[UInt8]] = []
        for (position, value) in list.items.enumerated() {
            guard let word = bytes(value) else {
                throw ArgumentError(argument: 1, "word \(position + 1) is a \(value.typeName)")
            }
            words.append(word)
        }
        guard words.first?.isEmpty == false else {
            throw ArgumentError(argument: 1, "the first word names the program")
        }
        return words
    }

    private static func bytes(_ value: LuaValue) -> [UInt8]? {
        value.rawBytes ?? value.integer.map { Array("\($0)".utf8) }
            ?? value.number.map { Array("\($0)".utf8) }
    }

    private static func variable(_ name: String, _ value: LuaValue) throws(ArgumentError) -> [UInt8]? {
        if value == false { return nil }
        guard !name.isEmpty, !name.contains("="), !name.contains("\0") else {
            throw ArgumentError(argument: 2, field: "env", "'\(name)' is no name of a variable")
        }
        guard let text = bytes(value), !text.contains(0) else {
            throw ArgumentError(argument: 2, field: "env", "the value of '\(name)' is not text")
        }
        return text
    }

    var shown: String { CommandModule.shown(text) }

    func answer(_ end: HostCommandEnd) -> HostAnswer {
        if end.hasTimedOut, let timeout {
            let message = "timed out after \(DurationText.describe(timeout)): '\(shown)'"
            return .failure(ScriptError(kind: "timeout", message: message, details: fields(end).fields))
        }
        guard isChecked || end.cause == .unknown, end.cause != .exit(0) else {
            return .value(.table(fields(end)))
        }
        let how =
            switch end.cause {
            case .exit(let code): "failed with exit code \(code)"
            case .signal(let signal): "was killed by signal \(signal)"
            case .unknown: "ended, and the system does not say how"
            }
        let lastLine =
            String(decoding: end.errors.suffix(2000), as: UTF8.self)
            .split(whereSeparator: \.isNewline).last.map { ": \($0)" } ?? ""
        return .failure(
            ScriptError(
                kind: "command", message: "'\(shown)' \(how)\(lastLine)", details: fields(end).fields))
    }

    private func fields(_ end: HostCommandEnd) -> LuaTable {
        var code: Int64, signal = LuaValue.nil
        switch end.cause {
        case .exit(let number): code = Int64(number)
        case .signal(let number): (code, signal) = (128 + Int64(number), .integer(Int64(number)))
        case .unknown: code = 255
        }
        return LuaTable([
            "exit_code": .integer(code), "signal": signal, "stdout": .bytes(end.output),
            "stderr": .bytes(end.errors), "truncated": .boolean(end.isTruncated),
        ])
    }
}

extension ScriptRuntime {
    /// Whether a command is printed instead of run: in a dry run, and where time is simulated.
    /// - Throws: Where an option of the program stands after the script; in a rehearsal always.
    fileprivate func withholds(_ command: String, of function: String) throws(ScriptError) -> Bool {
        if configuration.observer != nil {
            throw ScriptError(
                kind: "rehearsal",
                message: "\(function) is not done in a rehearsal; ask rehearse.active() before it")
        }
        if try dryRun("run: \(command)") != nil { return true }
        guard host.isSimulated else { return false }
        console.writeError("simulation: would run: \(VisibleText.escaped(command))\n")
        return true
    }

    /// Starts a command; `name` is what an error calls it.
    /// - Throws: An error of kind command where the command can't be started.
    fileprivate func begin(_ command: HostCommand, _ name: String) throws(ScriptError) -> any RunningCommand {
        do throws(HostFileError) { return try host.start(command) } catch {
            throw ScriptError(
                kind: "command", message: "\(name) was not started: \(error.path): \(error.reason)")
        }
    }

    /// Runs a command and waits for its end.
    fileprivate func follow(
        _ command: HostCommand, _ what: String, answer: @escaping (HostCommandEnd) -> HostAnswer
    ) throws -> HostAnswer {
        // Raises in a cancelled task, before anything is started.
        let ticket = try beginOperation(what, windsDown: true)
        do throws(ScriptError) { follow(try begin(command, what), ticket, answer: answer) } catch {
            finish(ticket, .failure(error))
        }
        return .wait
    }

    /// A task that is cancelled while it waits ends the command and all that it has started.
    fileprivate func follow(
        _ command: any RunningCommand, _ ticket: ResumptionTicket,
        answer: @escaping (HostCommandEnd) -> HostAnswer
    ) {
        command.whenEnded { [self] in finish(ticket, answer($0)) }
        onCancel(ticket) { command.cancel() }
    }

    /// Where the task is cancelled, the wait ends with the command.
    fileprivate func windDown(_ ticket: ResumptionTicket, _ command: any RunningCommand) {
        onCancel(ticket) { [self] in
            command.cancel()
            command.whenEnded { [self] _ in finish(ticket) }
        }
    }
}
