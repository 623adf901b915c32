import Basics

/// The network of a simulated host: the cloud behind its endpoint, the machines behind their names and addresses, and the hosts
/// whose answers the settings hold.
final class SimulatedNetwork: Transport {
    /// Owns this network.
    private unowned let host: SimulatedHost
    private let endpointHostnames: [String]
    /// The round-trip time between the script and a machine.
    private let roundTrip = Duration.milliseconds(2)

    init(host: SimulatedHost, endpointHostnames: [String]) {
        self.host = host
        self.endpointHostnames = endpointHostnames.map { $0.lowercased() }
    }

    func send(
        _ request: TransportRequest,
        completion: @escaping (Result<TransportResponse, TransportError>) -> Void
    ) -> any Cancellable {
        guard host.process.isAlive else { return Agenda.nothing }
        guard let url = WebAddress(request.url) else {
            return fail(.notSent("\(request.url) is no http or https URL"), completion)
        }
        if endpointHostnames.contains(url.hostname) {
            return sendToCloud(request, url, completion)
        }
        let address = request.url.prefix { $0 != "?" && $0 != "#" }
        if let answer = host.cloud.settings.behaviour.answers.first(where: {
            $0.answers(request.method, String(address))
        }) {
            return deliver(answer, to: request, completion)
        }
        return sendToMachine(request, url, completion)
    }

    private func deliver(
        _ answer: HostAnswer, to request: TransportRequest,
        _ completion: @escaping (Result<TransportResponse, TransportError>) -> Void
    ) -> any Cancellable {
        guard answer.latency <= request.timeout else {
            return fail(.timedOut(after: request.timeout), after: request.timeout, completion)
        }
        let response = TransportResponse(
            status: answer.status, headers: [("content-type", "text/plain")], body: Array(answer.body.utf8))
        return host.deliver(after: answer.latency) { completion(.success(response)) }
    }

    func connect(
        hostname name: String, port: Int, timeout: Duration, completion: @escaping (String?) -> Void
    ) -> any Cancellable {
        let silence: MachineSilence?
        do {
            try host.cloud.connect(hostname: name, port: port, at: host.worldNow)
            silence = nil
        } catch { silence = error }
        let delay = silence == .unreachable ? timeout : min(roundTrip, timeout)
        return host.deliver(after: delay) { completion(silence?.reason(name, after: timeout)) }
    }

    private func fail(
        _ error: TransportError, after delay: Duration = .zero,
        _ completion: @escaping (Result<TransportResponse, TransportError>) -> Void
    ) -> any Cancellable {
        host.deliver(after: delay) { completion(.failure(error)) }
    }
}

// MARK: - The cloud

extension SimulatedNetwork {
    private func sendToCloud(
        _ request: TransportRequest, _ url: WebAddress,
        _ completion: @escaping (Result<TransportResponse, TransportError>) -> Void
    ) -> any Cancellable {
        guard let delay = host.cloud.connectionDelay(at: host.worldNow) else {
            return write(request, url, completion)
        }
        return writeLater(request, url, after: delay, completion)
    }

    /// Sends a request after a wait for its connection, or fails it if the wait exceeds one of its time limits.
    private func writeLater(
        _ request: TransportRequest, _ url: WebAddress, after delay: Duration,
        _ completion: @escaping (Result<TransportResponse, TransportError>) -> Void
    ) -> any Cancellable {
        let limit =
            [request.connectTimeout, request.timeout, request.sendTimeout ?? request.timeout].min() ?? delay
        guard delay <= limit else {
            return fail(
                .notSent("connecting to \(url.hostname) timed out after \(limit.inSeconds) s"), after: limit,
                completion)
        }
        let exchange = DelayedExchange()
        exchange.wait = host.deliver(after: delay) { [self] in
            exchange.wait = write(request, url, completion)
        }
        return exchange
    }

    private func write(
        _ request: TransportRequest, _ url: WebAddress,
        _ completion: @escaping (Result<TransportResponse, TransportError>) -> Void
    ) -> any Cancellable {
        let door = DoorRequest(
            method: request.method, path: url.path, headers: request.headers, body: request.body)
        let entered = Result { () throws(Refusal) in try Self.enter(door) }
        guard reach(.before, entered) else { return Agenda.nothing }
        let answer = host.cloud.answer(entered, at: host.worldNow)
        guard reach(.after, entered) else { return Agenda.nothing }
        let completion = { [self] result in
            if reach(.answered, entered) { completion(result) }
        }
        if let failure = Self.failure(answer.delivery, of: request, to: url.hostname) {
            return fail(failure.error, after: failure.delay ?? answer.delay, completion)
        }
        guard answer.delay <= request.timeout else {
            return fail(.timedOut(after: request.timeout), after: request.timeout, completion)
        }
        guard answer.body.count <= request.responseSizeMax else {
            return fail(.responseTooLarge(limit: request.responseSizeMax), after: answer.delay, completion)
        }
        let response = TransportResponse(status: answer.status, headers: answer.headers, body: answer.body)
        return host.deliver(after: answer.delay) { completion(.success(response)) }
    }

    /// Tells the host that the process has reached a point around a request; the process may be killed there.
    /// - Returns: Whether it is still alive.
    private func reach(_ side: ProcessPoint.Side, _ entered: Result<SimulatedRequest, Refusal>) -> Bool {
        guard host.process.isWatched else { return true }
        let attempt = Attempt(
            request: entered, frame: AnswerFrame(id: ""), delay: .zero, number: 0)
        guard attempt.isChange else { return true }
        host.reach(ProcessPoint(side: side, what: attempt.action, instance: attempt.firstID))
        return host.process.isAlive
    }

    /// The error that the client sees if no answer arrives, and after which delay; a nil delay: that of the answer.
    private static func failure(
        _ delivery: SimulatedAnswer.Delivery, of request: TransportRequest, to hostname: String
    ) -> (error: TransportError, delay: Duration?)? {
        switch delivery {
        case .complete: return nil
        case .connectionBroken: return (.interrupted("the connection was reset"), nil)
        case .connectionRefused: return (.notSent("connection refused by \(hostname)"), nil)
        case .silence(connected: true): return (.timedOut(after: request.timeout), request.timeout)
        case .silence(connected: false):
            let patience = min(request.connectTimeout, request.timeout)
            return (.notSent("connecting to \(hostname) timed out after \(patience.inSeconds) s"), patience)
        }
    }

    /// Checks the form of a request but not its signature: script and cloud share a process.
    private static func enter(_ door: DoorRequest) throws(Refusal) -> SimulatedRequest {
        guard door.header("authorization") != nil else {
            throw Refusal(401, "AUTHFAILURE_INVALID_AUTHORIZATION", "The Authorization header is missing.")
        }
        return try SimulatedRequest(door)
    }
}

/// A request that waits first for its connection and then for its answer; the current wait can be cancelled.
private final class DelayedExchange: Cancellable {
    var wait: (any Cancellable)?

    func cancel() { wait?.cancel() }
}

// MARK: - The machines

extension SimulatedNetwork {
    private func sendToMachine(
        _ request: TransportRequest, _ url: WebAddress,
        _ completion: @escaping (Result<TransportResponse, TransportError>) -> Void
    ) -> any Cancellable {
        do {
            let page = try host.cloud.page(hostname: url.hostname, path: url.path, at: host.worldNow)
            let response = TransportResponse(
                status: page.status, headers: [("content-type", "text/plain")], body: Array(page.text.utf8))
            let delay = roundTrip + (host.cloud.settings.behaviour.instanceLatency ?? .zero)
            guard delay <= request.timeout else {
                return fail(.timedOut(after: request.timeout), after: request.timeout, completion)
            }
            return host.deliver(after: delay) { completion(.success(response)) }
        } catch {
            let patience = min(request.connectTimeout, request.timeout)
            let delay = error == .unreachable ? patience : roundTrip
            return fail(.notSent(error.reason(url.hostname, after: patience)), after: delay, completion)
        }
    }
}

extension MachineSilence {
    fileprivate func reason(_ hostname: String, after timeout: Duration) -> String {
        switch self {
        case .unknown: "\(hostname) is not in the simulated network (--allow-host and --mock add hosts)"
        case .unreachable: "connecting to \(hostname) timed out after \(timeout.inSeconds) s"
        case .refused: "connection refused by \(hostname)"
        }
    }
}
