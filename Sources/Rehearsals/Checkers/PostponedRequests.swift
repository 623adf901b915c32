import Basics
import Simulator

/// Requests that the cloud carried out long after it had received them; each is judged at the moment of the request.
///
/// A script can decide only by what it knows at the request. An instance that dies between the request and
/// its effect is not the script's mistake.
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

    /// When a postponed request was made; nil for any other request.
    func askedAt(_ request: Int32) -> Moment? { askedAt[request] }

    /// The instances that a postponed request reboots or stops later.
    func places(of request: Int32) -> [Int] { places[request] ?? [] }
}
