import Basics

/// The parameters of one request, checked against what the action declares.
struct ActionArguments: Sendable {
    private let object: JSONObject

    /// Parses the body of a request.
    static func object(_ body: [UInt8]) throws(Refusal) -> JSONObject {
        let document: JSONValue
        do { document = try JSONValue(parsing: body) } catch {
            throw Refusal(400, "INVALID_PARAMETER_TYPE", "The body is no JSON: \(error).")
        }
        guard let object = document.objectValue else {
            throw Refusal(400, "INVALID_PARAMETER_TYPE", "The body is no JSON object.")
        }
        return object
    }

    /// Checks the parameters of a parsed body.
    init(
        _ object: JSONObject, for parameters: [ActionParameter], refusingUnknown: Bool
    ) throws(Refusal) {
        for parameter in parameters { try parameter.check(object[parameter.name]) }
        self.object = object
        guard refusingUnknown else { return }
        for member in object.members where !parameters.contains(where: { $0.name == member.key }) {
            throw .invalid("VALUE", member.key, "is not known to the action")
        }
    }

    func text(_ name: String) -> String? { object[name]?.stringValue }
    func flag(_ name: String) -> Bool? { object[name]?.boolValue }
    func integer(_ name: String) -> Int? { object[name]?.integerValue.flatMap { Int(exactly: $0) } }
    func count(_ name: String) -> Int { object[name]?.arrayValue?.count ?? 0 }
    func texts(_ name: String) -> [String]? { object[name]?.arrayValue?.compactMap(\.stringValue) }
    func unixSeconds(_ name: String) -> Int64? { text(name).flatMap(CalendarTime.unixSeconds) }

    func tags(_ name: String) -> [Fleet.Tag]? {
        object[name]?.arrayValue?.compactMap { tag in
            tag["key"]?.stringValue.map { Fleet.Tag(key: $0, value: tag["value"]?.stringValue ?? "") }
        }
    }
}

/// The part of a list that is requested.
struct PageRequest: Sendable {
    var number: Int
    var size: Int

    init(_ arguments: ActionArguments, sizeDefault: Int = 20, sizeMax: Int = .max) {
        number = arguments.integer("pageNum") ?? 1
        size = min(sizeMax, arguments.integer("pageSize") ?? sizeDefault)
    }

    func range(of count: Int) -> Range<Int> {
        let (start, overflow) = (number - 1).multipliedReportingOverflow(by: size)
        let lower = overflow ? count : min(count, start)
        return lower..<min(count, lower + size)
    }
}
