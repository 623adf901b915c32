import Basics

/// A parameter of an action: its name, its type, and whether it is required.
struct ActionParameter: Sendable {
    var name: String
    var kind: Kind
    var isRequired = false

    enum Kind: Sendable {
        /// Text of at most `max` characters.
        case text(max: Int)
        /// One of these words.
        case word([String])
        case integer(ClosedRange<Int64>)
        case flag
        /// A list of at most `max` strings; a required list must not be empty.
        case texts(max: Int)
        /// A list of `{key, value}`.
        case tags(max: Int)
        /// A time: `2026-01-05T09:00:00Z`.
        case date
    }

    static let instanceIDs = ActionParameter(name: "instanceIds", kind: .texts(max: 100), isRequired: true)
    static let someInstanceIDs = ActionParameter(name: "instanceIds", kind: .texts(max: 100))
    static let pageNum = ActionParameter(name: "pageNum", kind: .integer(1...1_000_000_000))
    static func pageSize(max: Int64 = 1000) -> ActionParameter {
        ActionParameter(name: "pageSize", kind: .integer(1...max))
    }
    static func text(_ name: String, max: Int = 1024) -> ActionParameter {
        ActionParameter(name: name, kind: .text(max: max))
    }
    static func texts(_ name: String, max: Int = 100) -> ActionParameter {
        ActionParameter(name: name, kind: .texts(max: max))
    }

    var required: ActionParameter { ActionParameter(name: name, kind: kind, isRequired: true) }
}

extension ActionParameter {
    /// Refuses an invalid value; null counts as missing.
    func check(_ value: JSONValue?) throws(Refusal) {
        guard let value, !value.isNull else {
            guard !isRequired else { throw .missing(name) }
            return
        }
        switch kind {
        case .text(let max): try check(value.stringValue, max: max)
        case .word(let words): try check(value.stringValue, of: words)
        case .integer(let range): try check(value.integerValue, in: range)
        case .flag: guard value.boolValue != nil else { throw wrongType("a boolean") }
        case .texts(let max):
            try check(value.arrayValue, max: max, "an array of strings") { $0.stringValue != nil }
        case .tags(let max):
            try check(value.arrayValue, max: max, "an array of tags") { $0["key"]?.stringValue != nil }
        case .date: try check(date: value.stringValue)
        }
    }

    private func check(_ text: String?, max: Int) throws(Refusal) {
        guard let text else { throw wrongType("a string") }
        guard text.count <= max else {
            throw .invalid("EXCEED_LENGTH", name, "has more than \(max) characters")
        }
        guard !isRequired || !text.isEmpty else { throw .invalid("LESS_LENGTH", name, "is empty") }
    }

    private func check(_ text: String?, of words: [String]) throws(Refusal) {
        guard let text else { throw wrongType("a string") }
        guard words.contains(text) else {
            throw .invalid("VALUE", name, "must be one of \(words.joined(separator: ", "))")
        }
    }

    private func check(_ number: Int64?, in range: ClosedRange<Int64>) throws(Refusal) {
        guard let number else { throw wrongType("an integer") }
        guard number >= range.lowerBound else {
            throw .invalid("LESS_MINIMUM", name, "is less than \(range.lowerBound)")
        }
        guard number <= range.upperBound else {
            throw .invalid("EXCEED_MAXIMUM", name, "is more than \(range.upperBound)")
        }
    }

    private func check(
        _ elements: [JSONValue]?, max: Int, _ what: String, _ isGood: (JSONValue) -> Bool
    ) throws(Refusal) {
        guard let elements, elements.allSatisfy(isGood) else { throw wrongType(what) }
        guard elements.count <= max else {
            throw .invalid("EXCEED_LENGTH", name, "has more than \(max) elements")
        }
        guard !isRequired || !elements.isEmpty else { throw .invalid("LESS_LENGTH", name, "has no elements") }
    }

    private func check(date text: String?) throws(Refusal) {
        guard let text else { throw wrongType("a date") }
        guard CalendarTime.unixSeconds(text) != nil else {
            throw .invalid("DATE_FORMAT_ERROR", name, "is not of the form yyyy-MM-ddTHH:mm:ssZ")
        }
    }

    private func wrongType(_ expected: String) -> Refusal {
        .invalid("TYPE", name, "must be \(expected)")
    }
}
