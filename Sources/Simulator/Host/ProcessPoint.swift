/// A point in the course of a process: an event of a roll, or a request that changes something.
package struct ProcessPoint: Sendable, Equatable {
    package enum Side: String, Sendable {
        /// Before the event is kept, or before the request is sent.
        case before
        /// After the event is kept, durably where an effect waits for it; or after the request has reached the cloud.
        case after
        /// When the answer to the request has come.
        case answered
    }

    package var side: Side
    /// The kind of the event, or the action of the request.
    package var what: String
    /// The id of the first instance that it is about.
    package var instance: String?
}

extension SimulatedCloud {
    /// Counts a point of the process, and gives it its identity.
    mutating func identify(_ point: ProcessPoint) -> RequestIdentity {
        let index = point.instance.flatMap { fleet.index(ofID: $0) }
        return identify("\(point.side.rawValue) \(point.what)", instance: index)
    }
}
