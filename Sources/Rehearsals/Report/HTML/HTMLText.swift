import ScriptRuntime

/// Writes HTML; text that is not the program's own markup is escaped.
struct HTMLText {
    private(set) var text = ""

    /// Appends markup of the program, unescaped.
    mutating func markup(_ markup: String) { text += markup }

    /// Appends text from outside, escaped.
    mutating func escaped(_ content: String) { text += Self.escape(content) }

    /// Appends an element with escaped text.
    mutating func element(_ tag: String, _ attributes: String = "", _ content: String) {
        text += "<\(tag)\(attributes.isEmpty ? "" : " " + attributes)>\(Self.escape(content))</\(tag)>\n"
    }

    static func escape(_ content: String) -> String {
        var escaped = ""
        for character in VisibleText.escaped(content, keepsLines: true) {
            switch character {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            default: escaped.append(character)
            }
        }
        return escaped
    }
}
