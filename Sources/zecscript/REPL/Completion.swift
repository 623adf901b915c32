internal import Lua
internal import ScriptRuntime

/// The words that could replace the word before the cursor: names of globals, locals, fields and methods.
enum Completion {
    private static let keywords = [
        "and", "break", "do", "else", "elseif", "end", "false", "for", "function", "goto", "if", "in",
        "local",
        "nil", "not", "or", "repeat", "return", "then", "true", "until", "while",
    ]

    /// The candidates, sorted; the cursor counts bytes of the line, and `locals` has the fields of each local.
    static func words(
        for line: String, cursor: Int, locals: [String: [String]], in runtime: ScriptRuntime
    ) -> [String] {
        let word = word(before: cursor, of: line)
        guard let separator = word.lastIndex(where: { $0 == "." || $0 == ":" }) else {
            let options = optionNames(for: line, cursor: cursor - word.utf8.count, in: runtime)
            let names = runtime.lua.fieldNames(of: "") + locals.keys + keywords
            return matches(
                options.map { "\($0) = " } + (options.isEmpty ? names : []), prefix: word, before: "")
        }
        let owner = String(word[..<separator])
        let rest = word[word.index(after: separator)...]
        var names = locals[owner] ?? runtime.lua.fieldNames(of: owner)
        if names.isEmpty, word[separator] == ":" { names = methodNames(runtime) }
        return matches(names, prefix: rest, before: String(word[...separator]))
    }

    /// The options of the function in whose table the cursor is: `rolling.reboot { max_`; none anywhere else.
    private static func optionNames(for line: String, cursor: Int, in runtime: ScriptRuntime) -> [String] {
        let tokens = LuaTokenReader.tokens(of: Array(line.utf8.prefix(cursor)))
        guard let last = tokens.last, last.isSymbol("{") || last.isSymbol(",") || last.isSymbol(";") else {
            return []
        }
        var depth = 0, index = tokens.count - 1
        while index >= 0, depth > 0 || !tokens[index].isSymbol("{") {
            depth -= tokens[index].nesting
            if depth < 0 { return [] }
            index -= 1
        }
        guard let path = path(of: tokens, before: index),
            let function = runtime.declarations.first(where: { $0.path == path })
        else { return [] }
        return function.options.map(\.name)
    }

    /// The name of the function whose call a table begins or continues: `a.b` of `a.b {` and of `a.b(x, {`.
    private static func path(of tokens: [LuaToken], before table: Int) -> String? {
        var index = table - 1
        if index >= 0, tokens[index].isSymbol(",") || tokens[index].isSymbol("(") {
            while index >= 0, !tokens[index].isSymbol("(") { index -= 1 }
            index -= 1
        }
        guard index >= 0, let name = tokens[index].name else { return nil }
        guard index >= 2, tokens[index - 1].isSymbol("."), let owner = tokens[index - 2].name else {
            return name
        }
        return "\(owner).\(name)"
    }

    /// The longest part of a name path that ends at the cursor.
    static func word(before cursor: Int, of line: String) -> Substring {
        let bytes = line.utf8
        let end = bytes.index(bytes.startIndex, offsetBy: min(max(0, cursor), bytes.count))
        let before = line[..<end]
        let start = before.lastIndex { !$0.isNameCharacter && $0 != "." && $0 != ":" }
        return before[(start.map { before.index(after: $0) } ?? before.startIndex)...]
    }

    private static func matches(_ names: [String], prefix: Substring, before: String) -> [String] {
        let fitting = names.filter {
            $0.hasPrefix(prefix) && !$0.hasPrefix("__")
                && $0.replacing(" = ", with: "").allSatisfy(\.isNameCharacter)
        }
        return Set(fitting).sorted().map { before + $0 }
    }

    private static func methodNames(_ runtime: ScriptRuntime) -> [String] {
        runtime.declarations.map(\.path).filter { $0.hasPrefix("task:") }.map { String($0.dropFirst(5)) }
    }
}

extension Character {
    fileprivate var isNameCharacter: Bool { isASCII && (isLetter || isNumber || self == "_") }
}
