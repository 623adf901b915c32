import ScriptRuntime

/// HTML being written; whatever is not markup of ours is escaped.
struct HTMLText {
    private(set) var text = ""

    /// Appends markup of ours.
    mutating func markup(_ markup: String) { text += markup }

    /// Appends text that may hold anything.
    mutating func escaped(_ content: String) { text += Self.escape(content) }

    /// Appends an element with text in it.
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
