internal import ScriptRuntime

/// The type of a value that a function returns, as far as its fields are declared.
///
/// Reads the notation of the Lua language server: `rolling.report`, `{ status: integer, body: string }`, `table[]`.
indirect enum ResultType {
    case record(RecordDeclaration)
    case list(of: ResultType)
    /// A table by keys that the script chooses.
    case map(of: ResultType)
    /// A value whose fields are not declared.
    case other

    /// Reads a type.
    ///
    /// - Parameters:
    ///   - text: The type, such as `rolling.outcome[]`.
    ///   - noun: What messages call a table whose fields are written out.
    ///   - records: The kinds of table that have a name.
    init(_ text: String, noun: String, records: [RecordDeclaration]) {
        var text = text[...]
        if text.hasSuffix("?") { text.removeLast() }
        if text.hasSuffix("[]") {
            self = .list(of: ResultType(String(text.dropLast(2)), noun: noun, records: records))
        } else if text.hasPrefix("table<"), text.hasSuffix(">") {
            let arguments = Self.parts(of: text.dropFirst(6).dropLast())
            self = .map(of: ResultType(arguments.last ?? "", noun: noun, records: records))
        } else if text.hasPrefix("{"), text.hasSuffix("}") {
            let fields = Self.parts(of: text.dropFirst().dropLast()).compactMap(Self.field)
            self = .record(RecordDeclaration("", "", noun: noun, fields: fields, isOpen: true))
        } else if let record = records.first(where: { $0.name == text }) {
            self = .record(record)
        } else {
            self = .other
        }
    }

    /// The type of the items of a list, or of the values of a map; nil for other types.
    var element: ResultType? {
        switch self {
        case .list(let element), .map(let element): element
        default: nil
        }
    }

    /// Splits at the commas that are in no bracket.
    private static func parts(of text: Substring) -> [String] {
        var parts = [""], depth = 0
        for character in text {
            if "{<(".contains(character) { depth += 1 }
            if "}>)".contains(character) { depth -= 1 }
            if depth == 0, character == "," {
                parts.append("")
            } else {
                parts[parts.count - 1].append(character)
            }
        }
        return parts.map { $0.trimmingPrefix(" ") }.map { String($0) }
    }

    private static func field(_ text: String) -> RecordDeclaration.Field? {
        guard let colon = text.firstIndex(of: ":") else { return nil }
        let name = text[..<colon].split(separator: "?").first.map(String.init) ?? ""
        let type = text[text.index(after: colon)...].drop { $0 == " " }
        return RecordDeclaration.Field(name, String(type), "")
    }
}
