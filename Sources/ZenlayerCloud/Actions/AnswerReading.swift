import Basics

/// One page of a list, and the length of the whole list.
public struct Page<Row> {
    public var rows: [Row]
    /// The length of the whole list; nil if the answer does not give it.
    public var totalCount: Int?

    public init(rows: [Row], totalCount: Int?) {
        self.rows = rows
        self.totalCount = totalCount
    }
}

extension JSONObject {
    /// The rows of a list; missing and null are empty.
    /// - Throws: If the field is not a list, or a row is not an object: without that row the list would be shorter.
    func rows(_ name: String) throws(CloudError) -> [JSONObject] {
        try elements(name).map { element throws(CloudError) in
            guard let row = element.objectValue else {
                throw .malformed("A row of the answer's \"\(name)\" is not an object.")
            }
            return row
        }
    }

    /// The elements of an array; missing and null are empty.
    func elements(_ name: String) throws(CloudError) -> [JSONValue] {
        switch self[name] {
        case nil, .null?: return []
        case .array(let elements)?: return elements
        default: throw .malformed("The answer's \"\(name)\" is not a list.")
        }
    }

    /// A required text.
    func required(_ name: String) throws(CloudError) -> String {
        guard let text = self[name]?.identifier, !text.isEmpty else {
            throw .malformed("The answer has no \"\(name)\".")
        }
        return text
    }

    var totalCount: Int? {
        self["totalCount"]?.integerValue.flatMap { Int(exactly: $0) }
    }
}

extension JSONValue {
    /// The value as an identifier: text, or the digits of a number.
    var identifier: String? {
        switch self {
        case .string(let text): text
        case .integer(let number): "\(number)"
        default: nil
        }
    }

    init(_ texts: [String]) {
        self = .array(texts.map(JSONValue.string))
    }
}
