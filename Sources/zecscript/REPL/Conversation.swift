internal import LiveHost
internal import Modules
internal import ScriptRuntime

/// A REPL session on this program's terminal, or over a pipe.
enum Conversation {
    /// - Returns: The exit code.
    static func hold(_ repl: REPLModule, _ composition: Composition, greets: Bool) -> Int32 {
        let surroundings = composition.surroundings
        let runtime = composition.runtime
        let isOnTerminal = isTerminal(standardInput) && isTerminal(standardOutput)
        if isOnTerminal, let reason = LineEditor.loadLibrary() {
            composition.report(
                FailureReport(
                    message: "cannot edit lines: \(reason)",
                    hint:
                        "install the package libedit2, or read the lines from a file: \(Program.name) < FILE")
            )
            return ProgramExitCode.configuration
        }
        let reader: any LineReader =
            isOnTerminal
            ? TerminalLineReader(surroundings, historyFile: historyFile(surroundings)) { line, cursor in
                Completion.words(for: line, cursor: cursor, locals: repl.locals, in: runtime)
            }
            : PipedLineReader(surroundings)
        runtime.onInput = { [weak reader = reader as? any InputFollower] in reader?.inputIsReady() }
        defer { runtime.onInput = nil }
        let outcome = repl.hold(
            on: runtime, reader: reader, greeting: isOnTerminal && greets ? greeting : nil,
            onInterrupted: surroundings.resetStopCount)
        reader.cancel()
        if isOnTerminal { surroundings.write([UInt8(ascii: "\n")], to: .standardOutput) }
        composition.report(outcome)
        return outcome.exitCode
    }

    private static var greeting: String {
        "\(Program.name) \(Program.version), Lua 5.4: help() tells what there is, Ctrl-D ends."
    }

    private static func historyFile(_ surroundings: LiveSurroundings) -> String? {
        surroundings.environment("HOME").map { "\($0)/.zecscript_history" }
    }
}

/// A reader of lines; ``inputIsReady()`` is called when standard input can be read.
protocol InputFollower: AnyObject {
    func inputIsReady()
}
