import Basics
import Simulator

/// Requests that the cloud carried out long after it had taken them: what each did is held against the moment of the asking.
///
/// A script can only judge by what it knows when it asks. What else dies between the asking and the effect is not its mistake.
struct PostponedRequests {
    private var askedAt: [Int32: Moment] = [:]
    private var places: [Int32: [Int]] = [:]

    init(_ events: [Event]) {
        for event in events {
            switch event.kind {
            case .request(let number, _, _, .postponed): askedAt[number] = event.at
            case .rebootAccepted(let index, let number, _, _), .stopAccepted(let index, let number):
                if askedAt[number] != nil { places[number, default: []].append(Int(index)) }
            default: break
            }
        }
    }

    /// When a request was taken that is carried out later; nil for any other request.
    func askedAt(_ request: Int32) -> Moment? { askedAt[request] }

    /// The instances that a postponed request reboots or stops later.
    func places(of request: Int32) -> [Int] { places[request] ?? [] }
}
