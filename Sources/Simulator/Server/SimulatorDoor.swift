import Basics
import Synchronization

/// Answers HTTP requests of all connections: to the cloud, to the machines and for the truth.
///
/// Sendable because every use of the cloud is inside the lock; an answer takes microseconds.
final class SimulatorDoor: Sendable {
    private let cloud: Mutex<SimulatedCloud>
    private let authenticator: Authenticator
    private let now: @Sendable () -> Moment

    /// Starts the simulation; `now` gives the time since the start, and `startNanoseconds` is the calendar time of the start.
    init(
        _ configuration: SimulatorConfiguration, startNanoseconds: Int64,
        now: @escaping @Sendable () -> Moment
    ) {
        self.now = now
        authenticator = Authenticator(accessKeys: configuration.accessKeys, token: configuration.token)
        cloud = Mutex(
            SimulatedCloud(
                fleet: configuration.fleet, settings: configuration.settings, seed: configuration.seed,
                startNanoseconds: startNanoseconds))
    }

    func answer(_ request: DoorRequest) -> SimulatedAnswer {
        guard request.method == "GET" else { return askCloud(request) }
        if request.path == "/truth" {
            let truth = cloud.withLock { $0.truth(at: now()) }
            return SimulatedAnswer(
                status: 200, type: "application/json", body: truth.json.serialized(.pretty))
        }
        let machines = "/machines/"
        guard request.path.hasPrefix(machines) else { return askCloud(request) }
        return askMachine(request.path.dropFirst(machines.count))
    }

    private func askCloud(_ request: DoorRequest) -> SimulatedAnswer {
        cloud.withLock { cloud in
            let now = now()
            let unixSeconds = cloud.unixSeconds(at: now)
            let entered = Result { () throws(Refusal) in
                let inside = try SimulatedRequest(request)
                try authenticator.check(request, unixSeconds: unixSeconds)
                return inside
            }
            return cloud.answer(entered, at: now)
        }
    }

    /// Answers for `<id>/health`; a machine that is silent or refuses becomes a 504, as behind a load balancer.
    private func askMachine(_ rest: Substring) -> SimulatedAnswer {
        let parts = rest.split(separator: "/", maxSplits: 1).map(String.init)
        let path = "/" + (parts.count > 1 ? parts[1] : "")
        let page = cloud.withLock { cloud in
            Result { () throws(MachineSilence) in
                try cloud.page(hostname: parts.first ?? "", path: path, at: now())
            }
        }
        let (status, text) =
            switch page {
            case .success(let page): page
            case .failure(.unknown): (404, "no such machine\n")
            case .failure: (504, "no answer\n")
            }
        return SimulatedAnswer(status: status, type: "text/plain", body: Array(text.utf8))
    }
}

extension SimulatedAnswer {
    fileprivate init(status: Int, type: String, body: [UInt8]) {
        self.init(status: status, headers: [("content-type", type)], body: body, delay: .zero)
    }
}
