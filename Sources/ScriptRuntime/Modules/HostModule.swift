import Basics
import Lua

/// Primitives for the embedded Lua modules; scripts do not see them.
enum HostModule {
    static func make(_ runtime: ScriptRuntime) -> ScriptModule {
        ScriptModule(
            name: "host", summary: "What the embedded modules are built on.",
            functions: [
                ticket(runtime), park(runtime), rest(runtime), wake(runtime), shield(runtime), hook(runtime),
                error, nearest, visible, visibleWidth, visibleLines,
                random(runtime),
                randomInteger(runtime), readFile(runtime), writeFile(runtime), checkWritable(runtime),
                intend(runtime),
                flagsDeclared(runtime),
                flagAdvice(runtime), checkFlags(runtime), outputProblem(runtime),
                scriptDirectory(runtime),
                writeOutput(runtime), writeError(runtime),
            ])
    }

    // MARK: Parking

    private static func ticket(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(FunctionDeclaration("host.ticket", "A number for one park.")) { _ in
            .value(.integer(Int64(runtime.makeTicket())))
        }
    }

    private static func park(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(
            FunctionDeclaration(
                "host.park", "Waits until the ticket is woken (true) or time is up (false).",
                parameters: [
                    Parameter("ticket", .integer, "From host.ticket."),
                    Parameter("what", .string, "What is waited for."),
                    Parameter("timeout", .duration, "How long at most.", optional: true),
                ], waits: true)
        ) { arguments in
            let ticket = UInt64(arguments[0].integer ?? 0)
            let deadline = arguments[2].isNil ? nil : try runtime.host.now + arguments.duration(2)
            try runtime.park(ticket, arguments[1].text, until: deadline)
            return .wait
        }
    }

    private static func rest(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(
            FunctionDeclaration(
                "host.rest",
                "Waits until time is up (false), or until anything is asked to end (true), also in a shield.",
                parameters: [
                    Parameter("what", .string, "What is waited for."),
                    Parameter("duration", .duration, "How long at most."),
                ], waits: true)
        ) { arguments in
            try runtime.rest(arguments[0].text, until: runtime.host.now + arguments.duration(1))
            return .wait
        }
    }

    private static func wake(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(
            FunctionDeclaration(
                "host.wake", "Ends a park; false where nobody is parked on the ticket any more.",
                parameters: [Parameter("ticket", .integer, "From host.ticket.")])
        ) { arguments in
            .value(.boolean(runtime.wake(UInt64(arguments[0].integer ?? 0))))
        }
    }

    private static func shield(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(
            FunctionDeclaration(
                "host.shield", "Begins (1) or ends (-1) a stretch that cancellation does not enter.",
                parameters: [Parameter("change", .integer, "1 or -1.")])
        ) { arguments in
            runtime.changeShield(by: Int32(clamping: arguments[0].integer ?? 0))
            return .nothing
        }
    }

    private static func hook(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(
            FunctionDeclaration(
                "host.hook",
                "Begins (1) or ends (-1) the call of a function of the script in which `exit` is an error of that call.",
                parameters: [Parameter("change", .integer, "1 or -1.")])
        ) { arguments in
            runtime.changeHooks(by: Int32(clamping: arguments[0].integer ?? 0))
            return .nothing
        }
    }

    // MARK: Errors

    private static var error: HostFunction {
        HostFunction(
            FunctionDeclaration(
                "host.error", "Raises an error with the script's position.",
                parameters: [
                    Parameter("kind", .string, "For a script to match."),
                    Parameter("message", .string, "For people."),
                    Parameter("details", .table, "Further fields.", optional: true),
                ])
        ) { arguments in
            throw ScriptError(
                kind: arguments[0].text ?? "", message: arguments[1].text ?? "",
                details: arguments[2].table?.fields ?? [])
        }
    }

    private static var nearest: HostFunction {
        HostFunction(
            FunctionDeclaration(
                "host.nearest", "The known name that somebody meant, or nil.",
                parameters: [
                    Parameter("word", .string, "What they wrote."),
                    Parameter("names", .array(of: "names"), "What is known."),
                ])
        ) { arguments in
            let names = arguments[1].table?.items.compactMap(\.text) ?? []
            return .value(NearestName.find(arguments[0].text ?? "", among: names).map { .string($0) } ?? .nil)
        }
    }

    // MARK: Text from outside

    private static var visible: HostFunction {
        HostFunction(
            FunctionDeclaration(
                "visible",
                "Text from outside with its control and formatting characters as escapes, so that it can't act on a terminal.",
                parameters: [
                    Parameter("text", .anyOf([.string, .number]), "A name, a tag, a message."),
                    Parameter(
                        "width", .integer,
                        "Fill up with spaces to so many columns; wide characters take two.", optional: true),
                ],
                results: [ResultDeclaration("text", "string", "It.")])
        ) { arguments in
            let text = VisibleText.escaped(plainText(arguments[0]))
            let missing = Int(clamping: arguments[1].integer ?? 0) - VisibleText.width(text)
            return .value(.string(text + String(repeating: " ", count: min(max(0, missing), 1000))))
        }
    }

    private static var visibleWidth: HostFunction {
        HostFunction(
            FunctionDeclaration(
                "visible_width", "How many columns a text takes on a terminal once `visible` has escaped it.",
                parameters: [Parameter("text", .anyOf([.string, .number]), "A name, a tag, a message.")],
                results: [
                    ResultDeclaration("columns", "integer", "Wide characters take two, combining marks none.")
                ])
        ) { arguments in
            .value(.integer(Int64(VisibleText.width(VisibleText.escaped(plainText(arguments[0]))))))
        }
    }

    private static func plainText(_ value: LuaValue) -> String {
        value.text ?? value.integer.map { "\($0)" } ?? value.number.map { "\($0)" } ?? ""
    }

    private static var visibleLines: HostFunction {
        HostFunction(
            FunctionDeclaration(
                "host.visible_lines", "The same for a text of several lines.",
                parameters: [Parameter("text", .string, "An error's message.")])
        ) { arguments in .value(.string(VisibleText.escaped(arguments[0].text ?? "", keepsLines: true))) }
    }

    // MARK: Chance and files

    private static func random(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(FunctionDeclaration("host.random", "Draws from 0 to 1.")) { _ in
            .value(.number(runtime.randomUnit()))
        }
    }

    private static func randomInteger(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(FunctionDeclaration("host.random_integer", "Draws 64 bits.")) { _ in
            .value(.integer(Int64(bitPattern: runtime.host.randomBits())))
        }
    }

    private static func readFile(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(
            FunctionDeclaration(
                "host.read_file", "The bytes of a file ('-': standard input), or nil and the reason.",
                parameters: [Parameter("path", .string, "Where it is.")])
        ) { arguments in
            do throws(HostFileError) {
                let path = arguments[0].text ?? ""
                let bytes = try path == "-" ? runtime.host.readStandardInput() : runtime.host.readFile(path)
                return .value(.bytes(bytes))
            } catch {
                return .values([.nil, .string(error.reason)])
            }
        }
    }

    private static func writeFile(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(
            FunctionDeclaration(
                "host.write_file", "Replaces a file as a whole; true, or nil and the reason.",
                parameters: [
                    Parameter("path", .string, "Where it is."), Parameter("content", .string, "Any bytes."),
                ])
        ) { arguments in
            let path = arguments[0].text ?? ""
            if try runtime.dryRun("write \(path)") != nil { return .value(true) }
            do throws(HostFileError) {
                try runtime.host.writeFile(path, arguments[1].rawBytes ?? [])
                return .value(true)
            } catch {
                return .values([.nil, .string(error.reason)])
            }
        }
    }

    private static func checkWritable(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(
            FunctionDeclaration(
                "host.check_writable", "Why a file can't be written, or nil; changes nothing.",
                parameters: [Parameter("path", .string, "Where it is to be.")])
        ) { arguments in
            do throws(HostFileError) {
                try runtime.host.checkWritable(arguments[0].text ?? "")
                return .value(.nil)
            } catch {
                return .value(.string(error.reason))
            }
        }
    }

    private static func intend(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(
            FunctionDeclaration(
                "host.intend", "Comes before a change; true in a dry run, which withholds and prints it.",
                parameters: [Parameter("intention", .string, "What would be done: write report.json.")])
        ) { arguments in
            .value(.boolean(try runtime.dryRun(arguments[0].text ?? "") != nil))
        }
    }

    private static func flagsDeclared(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(FunctionDeclaration("host.flags_declared", "The script has read its options.")) { _ in
            runtime.flagsAreDeclared()
            return .nothing
        }
    }

    private static func outputProblem(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(
            FunctionDeclaration("host.output_problem", "Why standard output takes no more, or nil.")
        ) { _ in
            .value(runtime.host.outputProblem.map { .string($0) } ?? .nil)
        }
    }

    private static func checkFlags(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(
            FunctionDeclaration("host.check_flags", "Raises where an option of the program is misplaced.")
        ) { _ in
            if let misplaced = runtime.configuration.misplacedFlag { throw misplaced.error }
            return .nothing
        }
    }

    private static func flagAdvice(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(
            FunctionDeclaration("host.flag_advice", "Where the program's option belongs; nil for others.")
        ) { _ in
            .value(runtime.configuration.misplacedFlag.map { .string($0.message) } ?? .nil)
        }
    }

    private static func writeOutput(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(
            FunctionDeclaration(
                "host.write_output", "Writes to standard output; the reason where that is not possible.",
                parameters: [Parameter("text", .string, "Any bytes.")])
        ) { arguments in
            runtime.console.write(arguments[0].rawBytes ?? [])
            return .value(runtime.host.outputProblem.map { .string($0) } ?? .nil)
        }
    }

    private static func writeError(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(
            FunctionDeclaration(
                "host.write_error", "Writes to standard error.",
                parameters: [Parameter("text", .string, "Any bytes.")])
        ) { arguments in
            runtime.console.writeError(arguments[0].rawBytes ?? [])
            return .nothing
        }
    }

    private static func scriptDirectory(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(FunctionDeclaration("host.script_directory", "The folder of the script, or nil.")) { _ in
            guard let path = runtime.configuration.scriptPath else { return .value(.nil) }
            guard let slash = path.lastIndex(of: "/") else { return .value(".") }
            return .value(.string(slash == path.startIndex ? "/" : String(path[..<slash])))
        }
    }
}
