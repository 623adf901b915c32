internal import Basics
internal import LiveHost
internal import ScriptRuntime

/// Writes the answer of a command to standard output.
enum CommandOutput {
    static func write(_ text: String) throws {
        let terminal = Program.terminal
        terminal.write(Array(text.utf8), to: .standardOutput)
        try terminal.finishOutput()
    }

    /// Writes lines for people; on a terminal, breaks the long ones between words.
    static func writeReport(_ text: String) throws {
        let columns = Program.terminal.terminalWidth(of: .standardOutput)
        try write(FoldedText.report(text, columns: columns))
    }

    static func write(_ value: JSONValue) throws {
        try write(String(decoding: value.serialized(.pretty), as: UTF8.self) + "\n")
    }

    /// Warns about a journal that was left out.
    static func warn(_ message: String) {
        let text = "\(Program.name): \(VisibleText.escaped(message))\n"
        Program.terminal.write(Array(text.utf8), to: .standardError)
    }
}
