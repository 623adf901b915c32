import Basics

/// The wrapping of every answer of the API: `{requestId, response}` or `{requestId, code, message}`.
struct Envelope {
    var response: JSONObject?
    var code: String?
    var message: String?
    var requestID: String?
    /// Why the body is not an envelope.
    var problem: String?

    init(_ answer: TransportResponse) {
        do throws(JSONError) {
            let body = try JSONValue(parsing: answer.body)
            response = body["response"]?.objectValue
            code = Self.printable(body["code"], sizeMax: 100)
            message = Self.printable(body["message"], sizeMax: 500)
            requestID = Self.printable(body["requestId"] ?? body["response"]?["requestId"], sizeMax: 100)
            problem = "it has no \"response\""
        } catch {
            problem = answer.body.isEmpty ? "it is empty" : "it is not JSON (\(error))"
        }
    }

    /// The text without control characters and cut to `sizeMax`, since it is shown on terminals and in logs.
    private static func printable(_ value: JSONValue?, sizeMax: Int) -> String? {
        guard let text = value?.stringValue, !text.isEmpty else { return nil }
        if text.utf8.count <= sizeMax, text.utf8.allSatisfy({ 0x20..<0x7F ~= $0 }) { return text }
        var clean = String.UnicodeScalarView()
        for scalar in text.unicodeScalars.prefix(sizeMax) { clean.append(isPrintable(scalar) ? scalar : " ") }
        return String(clean)
    }

    private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII { return 0x20..<0x7F ~= scalar.value }
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator: return false
        default: return true
        }
    }
}
