internal import Lua
internal import ScriptRuntime

/// The words that could replace the word before the cursor: names of globals, locals, fields and methods.
enum Completion {
    private static let keywords = [
        "and", "break", "do", "else", "elseif", "end", "false", "for", "function", "goto", "if", "in",
        "local",
        "nil", "not", "or", "repeat", "return", "then", "true", "until", "while",
    ]

    /// The candidates, sorted; the cursor counts bytes of the line.
    static func words(
        for line: String, cursor: Int, locals: [String], in runtime: ScriptRuntime
    ) -> [String] {
        let word = word(before: cursor, of: line)
        guard let separator = word.lastIndex(where: { $0 == "." || $0 == ":" }) else {
            let names = runtime.lua.fieldNames(of: "") + locals + keywords
            return matches(names, prefix: word, before: "")
        }
        let owner = String(word[..<separator])
        let rest = word[word.index(after: separator)...]
        var names = runtime.lua.fieldNames(of: owner)
        if names.isEmpty, word[separator] == ":" { names = methodNames(runtime) }
        return matches(names, prefix: rest, before: String(word[...separator]))
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
            $0.hasPrefix(prefix) && $0.allSatisfy(\.isNameCharacter) && !$0.hasPrefix("__")
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
