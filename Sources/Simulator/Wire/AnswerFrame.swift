/// The frame of every answer, with the request id outside and inside.
struct AnswerFrame: Sendable {
    let id: String
    /// The answer so far; an action appends its fields, each after a comma.
    var json: JSONBytes

    init(id: String) {
        self.id = id
        json = JSONBytes(capacity: 512)
        json.raw("{\"requestId\":")
        json.string(id)
        json.raw(",\"response\":{\"requestId\":")
        json.string(id)
    }

    consuming func success(delay: Duration) -> SimulatedAnswer {
        json.raw("}}")
        return SimulatedAnswer(status: 200, headers: Self.headers, body: json.bytes, delay: delay)
    }

    func failure(_ refusal: Refusal, delay: Duration) -> SimulatedAnswer {
        var json = JSONBytes()
        json.raw("{\"requestId\":")
        json.string(id)
        json.raw(",\"code\":")
        json.string(refusal.code)
        json.raw(",\"message\":")
        json.string(refusal.message)
        json.raw("}")
        var headers = Self.headers
        if let retryAfter = refusal.retryAfter { headers.append(("retry-after", retryAfter)) }
        return SimulatedAnswer(status: refusal.status, headers: headers, body: json.bytes, delay: delay)
    }

    private static let headers = [(name: "content-type", value: "application/json")]
}
