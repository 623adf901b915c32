import Basics
import ZenlayerCloud

/// A client in front of a fake cloud, on virtual time.
final class Rig {
    let timeline: VirtualTimeline
    let cloud: FakeCloud
    let client: ZenlayerClient
    private let log: Log

    var events: [ClientEvent] { log.events }

    private final class Log { var events: [ClientEvent] = [] }

    private init(timeline: VirtualTimeline, cloud: FakeCloud, client: ZenlayerClient, log: Log) {
        self.timeline = timeline
        self.cloud = cloud
        self.client = client
        self.log = log
    }

    /// A rig without a rate limit, whose cloud answers after 100 ms.
    static func make(
        rateLimit: Double = 0, latency: Duration = .milliseconds(100), pageSize: Int = 1000,
        credentials: Credentials = .accessKey(id: "AK", password: Secret("hunter2")),
        respond: @escaping (FakeCloud.Call) -> Result<TransportResponse, TransportError>?
    ) -> Rig {
        let timeline = VirtualTimeline()
        let cloud = FakeCloud(timeline: timeline, latency: latency, respond: respond)
        var configuration = ClientConfiguration(clientName: "test/1")
        configuration.rateLimit = rateLimit
        configuration.pageSize = pageSize
        let log = Log()
        let client = ZenlayerClient(
            configuration: configuration, credentials: credentials, transport: cloud, timeline: timeline,
            observer: { log.events.append($0) })
        return Rig(timeline: timeline, cloud: cloud, client: client, log: log)
    }

    /// Starts an operation, lets time pass, and returns its result; nil if it did not complete.
    func run<Value>(
        until end: Duration = .seconds(100_000),
        _ start: (@escaping (Result<Value, CloudError>) -> Void) -> any Cancellable
    ) -> Result<Value, CloudError>? {
        var result: Result<Value, CloudError>?
        _ = start { result = $0 }
        timeline.run(until: end)
        return result
    }

    func reboot(_ ids: [String], force: Bool? = nil) throws -> WriteOutcome? {
        try run { client.reboot(ids, force: force, completion: $0) }?.get()
    }

    func statuses(of ids: [String]) throws -> [String: InstanceStatus]? {
        try run { client.statuses(of: ids, completion: $0) }?.get()
    }
}

func ids(_ count: Int) -> [String] { (0..<count).map { "i-\($0)" } }

extension Result where Failure == CloudError {
    var error: CloudError? {
        if case .failure(let error) = self { error } else { nil }
    }
}
