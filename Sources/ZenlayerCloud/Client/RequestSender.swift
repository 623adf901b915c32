import Basics

/// Turns actions into signed requests and answers into values; the rest of the client is built on it.
final class RequestSender {
    let configuration: ClientConfiguration
    let credentials: Credentials
    let transport: any Transport
    let timeline: any Timeline
    let observer: ((ClientEvent) -> Void)?
    let gate: SendGate
    /// The instances that answers have named lately.
    var sightings = InstanceSightings()
    private let signer: Signer
    private var clock = CloudClock()
    /// The `Date` of the latest answer that had one, and this machine's time when it arrived.
    private var latestDate: (text: String, machine: Int64)?
    private var reportedStatuses: Set<InstanceStatus> = []

    init(
        configuration: ClientConfiguration, credentials: Credentials, transport: any Transport,
        timeline: any Timeline, observer: ((ClientEvent) -> Void)?
    ) {
        self.configuration = configuration
        self.credentials = credentials
        self.transport = transport
        self.timeline = timeline
        self.observer = observer
        gate = SendGate(timeline: timeline, rate: configuration.rateLimit, burst: configuration.rateBurst)
        signer = Signer(credentials: credentials, authority: configuration.endpoint.authority)
    }

    /// Performs an action; `completion` is never called before this returns.
    ///
    /// No attempt begins after `expiresAt`.
    @discardableResult
    func run<Answer>(
        _ action: any CloudAction<Answer>, expiresAt: Duration? = nil,
        completion: @escaping (ActionOutcome<Answer>) -> Void
    ) -> any Cancellable {
        let exchange = Exchange(
            action.descriptor, parameters: action.parameters(), sender: self,
            expiresAt: expiresAt
        ) { outcome in
            completion(ActionOutcome(outcome, of: action))
        }
        exchange.start()
        return exchange
    }

    /// Calendar time by the cloud's clock, in seconds since 1970 UTC.
    var unixSeconds: Int64 { clock.time(timeline.unixSeconds) }

    /// Notes when the server answered, by its own clock.
    func noteTime(of response: TransportResponse) {
        if let text = response.header("date") { latestDate = (text, timeline.unixSeconds) }
    }

    /// The present time by the `Date` of the latest answer, in seconds since 1970 UTC; ``unixSeconds`` if no answer had one.
    ///
    /// Signatures may be minutes off; the time of a measurement may not.
    var serverSeconds: Int64 {
        guard let date = latestDate, let then = HTTPDate.unixSeconds(date.text, now: unixSeconds) else {
            return unixSeconds
        }
        return then + timeline.unixSeconds - date.machine
    }

    /// Adopts the server's clock after it refused a signature that was made at `timestamp`.
    /// - Returns: Whether a signature made now has a different time from the refused signature.
    func adopt(serverTime: Int64, refused timestamp: Int64) -> Bool {
        let hasChanged = abs(unixSeconds - timestamp) >= CloudClock.differenceMin
        if hasChanged { return true }  // the refusal of another request has corrected the clock meanwhile
        guard let behind = clock.adopt(serverTime: serverTime, machine: timeline.unixSeconds) else {
            return false
        }
        observer?(.clockAdjusted(behindBySeconds: behind))
        return true
    }

    /// The request of one attempt, signed at a time in seconds since 1970 UTC.
    func request(_ descriptor: ActionDescriptor, body: [UInt8], timestamp: Int64) -> TransportRequest {
        let contentType = "application/json"
        let headers = [
            (name: "Content-Type", value: contentType),
            (name: "Accept", value: contentType),
            (name: "User-Agent", value: configuration.clientName),
            (name: "X-ZC-Request-Client", value: configuration.clientName),
            (name: "X-ZC-Service", value: descriptor.service.name),
            (name: "X-ZC-Action", value: descriptor.name),
            (name: "X-ZC-Version", value: descriptor.service.version),
        ]
        let signature = signer.headers(contentType: contentType, body: body, timestamp: timestamp)
        return TransportRequest(
            url: configuration.endpoint.url(of: descriptor.service), headers: headers + signature, body: body,
            connectTimeout: configuration.connectTimeout, timeout: configuration.requestTimeout,
            responseSizeMax: configuration.responseSizeMax)
    }

    /// Reports an undocumented status, once.
    func note(_ status: InstanceStatus) {
        guard !status.isKnown, reportedStatuses.insert(status).inserted else { return }
        observer?(.unknownStatus(status.rawValue))
    }
}

/// How an action ended, after all attempts.
enum ActionOutcome<Value> {
    case accepted(CloudAnswer<Value>)
    /// The cloud did nothing.
    case refused(CloudError)
    /// The result is unknown; only for an action that must not be repeated.
    case unknown(CloudError)

    init(_ outcome: AttemptOutcome, of action: any CloudAction<Value>) {
        switch outcome {
        case .notSent(let error), .throttled(let error, _), .refused(let error),
            .expiredSignature(let error, _):
            self = .refused(error)
        case .unknown(let error): self.init(undecided: error, action.descriptor)
        case .accepted(let response, let requestID):
            do throws(CloudError) {
                self = .accepted(CloudAnswer(value: try action.answer(from: response), requestID: requestID))
            } catch {
                var error = error
                error.requestID = error.requestID ?? requestID
                self.init(undecided: error, action.descriptor)
            }
        }
    }

    private init(undecided error: CloudError, _ descriptor: ActionDescriptor) {
        self = descriptor.repeatability == .safe ? .refused(error) : .unknown(error)
    }
}
