import Basics
import Lua
import ScriptRuntime

// The host functions that os.execute and io.popen call.
extension CommandModule {
    private static let line = Parameter("command", .string, "A line for the shell.")
    private static let number = Parameter("number", .integer, "From host.open_command.")

    var withheld: HostFunction {
        HostFunction(
            FunctionDeclaration(
                "host.withholds_command",
                "Comes before a command; true in a dry run and a simulation, which print it instead.",
                parameters: [Parameter("function", .string, "Which function runs it."), Self.line])
        ) { [self] arguments in
            .value(.boolean(try withholds(arguments[1].text ?? "", of: arguments[0].text ?? "")))
        }
    }

    var execute: HostFunction {
        HostFunction(
            FunctionDeclaration(
                "host.execute",
                "Runs a command with the program's own input and output: what os.execute returns.",
                parameters: [Self.line], waits: true)
        ) { [self] arguments in
            let line = arguments[0].rawBytes ?? []
            var command = HostCommand(shell: line)
            command.input = .inherited
            return try follow(
                command, "the command '\(Self.shown(String(decoding: line, as: UTF8.self)))'",
                answer: Self.standardAnswer)
        }
    }

    var open: HostFunction {
        HostFunction(
            FunctionDeclaration(
                "host.open_command", "Starts a command whose output is read or whose input is written.",
                parameters: [Self.line, Parameter("mode", .choice(["r", "w"]), "As io.popen takes it.")])
        ) { [self] arguments in
            var command = HostCommand(shell: arguments[0].rawBytes ?? [])
            if arguments[1].text == "w" {
                command.input = .written
            } else {
                (command.input, command.output) = (.inherited, .streamed)
            }
            lastNumber += 1
            opened[lastNumber] = try begin(
                command, "the command '\(Self.shown(arguments[0].text ?? ""))'")
            return .value(.integer(lastNumber))
        }
    }

    var nextOutput: HostFunction {
        HostFunction(
            FunctionDeclaration(
                "host.next_output", "The next piece of a command's output; nil at its end.",
                parameters: [Self.number], waits: true)
        ) { [self] arguments in
            guard let command = opened[arguments[0].integer ?? 0] else { return .value(.nil) }
            let ticket = try runtime.beginOperation("the output of a command", windsDown: true)
            command.nextOutput { [runtime] in runtime.finish(ticket, .value($0.map { .bytes($0) } ?? .nil)) }
            windDown(ticket, command)
            return .wait
        }
    }

    var writeInput: HostFunction {
        HostFunction(
            FunctionDeclaration(
                "host.write_input",
                "Waits until a command has taken what is written to it; false where it reads no more.",
                parameters: [Self.number, Parameter("text", .string, "Any bytes.")], waits: true)
        ) { [self] arguments in
            guard let command = opened[arguments[0].integer ?? 0] else { return .value(false) }
            let ticket = try runtime.beginOperation("a command that reads its input", windsDown: true)
            command.write(arguments[1].rawBytes ?? []) { [runtime] in
                runtime.finish(ticket, .value(.boolean($0)))
            }
            windDown(ticket, command)
            return .wait
        }
    }

    var close: HostFunction {
        HostFunction(
            FunctionDeclaration(
                "host.close_command", "Ends a command's input and waits for its end: what pclose tells.",
                parameters: [Self.number], waits: true)
        ) { [self] arguments in
            guard let command = opened.removeValue(forKey: arguments[0].integer ?? 0) else {
                return .value(true)
            }
            command.closeStreams()
            do {
                let ticket = try runtime.beginOperation("the end of a command", windsDown: true)
                follow(command, ticket, answer: Self.standardAnswer)
            } catch {
                command.cancel()
                throw error
            }
            return .wait
        }
    }

    var release: HostFunction {
        HostFunction(
            FunctionDeclaration(
                "host.release_command",
                "Lets go of a command that was not closed: its streams end, and it is left to itself.",
                parameters: [Self.number])
        ) { [self] arguments in
            opened.removeValue(forKey: arguments[0].integer ?? 0)?.closeStreams()
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
