import Basics

/// A request and its unfinished answer.
package struct Attempt: Sendable {
    let request: Result<SimulatedRequest, Refusal>
    /// The parsed body.
    let object: Result<JSONObject, Refusal>
    var frame: AnswerFrame
    var delay: Duration
    /// Counted from 1 over all requests.
    let number: Int
    var identity = RequestIdentity(action: "?", instance: nil)

    init(request: Result<SimulatedRequest, Refusal>, frame: AnswerFrame, delay: Duration, number: Int) {
        self.number = number
        self.request = request
        self.frame = frame
        self.delay = delay
        object = request.flatMap { request in
            Result { () throws(Refusal) in try ActionArguments.object(request.body) }
        }
    }

    /// The action that the request names; `?` if it was refused at the door.
    var action: String { (try? request.get().action) ?? "?" }

    /// The service that the request names; nil if it was refused at the door.
    var service: String? { (try? request.get())?.service }

    /// Whether it is signed with an access key, and not sent with a token.
    var isSigned: Bool { (try? request.get())?.signedAt != nil }

    /// Whether it asks for a reboot, a start or a stop.
    var isChange: Bool { ["RebootInstances", "StartInstances", "StopInstances"].contains(action) }

    /// The number of instance ids in the request; nil if it has no such list.
    var idCount: Int? { (try? object.get())?["instanceIds"]?.arrayValue?.count }

    var firstID: String? { (try? object.get())?["instanceIds"]?.arrayValue?.first?.stringValue }
}
