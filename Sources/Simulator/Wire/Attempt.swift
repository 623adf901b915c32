import ZenlayerCloud

/// A request, and its answer in the making.
struct Attempt: Sendable {
    let request: Result<SimulatedRequest, Refusal>
    /// The body, read.
    let object: Result<JSONObject, Refusal>
    var envelope: Envelope
    var delay: Duration

    init(request: Result<SimulatedRequest, Refusal>, envelope: Envelope, delay: Duration) {
        self.request = request
        self.envelope = envelope
        self.delay = delay
        object = request.flatMap { request in
            Result { () throws(Refusal) in try Arguments.object(request.body) }
        }
    }

    /// The action that the request names; `?` where it was refused at the door.
    var action: String { (try? request.get().action) ?? "?" }

    /// The service that the request names; nil where it was refused at the door.
    var service: String? { (try? request.get())?.service }

    /// How many instance ids the request names; nil where it has no such list.
    var idCount: Int? { (try? object.get())?["instanceIds"]?.arrayValue?.count }

    var firstID: String? { (try? object.get())?["instanceIds"]?.arrayValue?.first?.stringValue }
}

extension SimulatedAnswer {
    /// No answer: the connection breaks.
    static func lost(after delay: Duration) -> SimulatedAnswer {
        SimulatedAnswer(status: 504, headers: [], body: [], delay: delay, isLost: true)
    }
}
