import Basics
import Lua
import ScriptRuntime

/// One call of `run`.
struct CommandCall {
    var command: HostCommand
    /// The command, as errors and dry runs show it.
    var text: String
    private var isChecked: Bool
    private var timeout: Duration?

    /// The result of a withheld command: success, so that the script goes on.
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

    /// Returns the words of a list; numbers become text, as everywhere in Lua.
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

extension CommandModule {
    /// The largest number of characters of a command that an error shows.
    private static let shownMax = 80

    /// Returns a command as errors show it: the beginning of its first line.
    static func shown(_ text: String) -> String {
        let line = text.split(separator: "\n").first.map(String.init) ?? ""
        return line.count > shownMax || line.count < text.count ? "\(line.prefix(shownMax))…" : line
    }
}
