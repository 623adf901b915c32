public import Basics

extension ZenlayerClient {
    /// All instances that match, each once, with the API's own field names and with tags as a map.
    @discardableResult
    public func instances(
        matching filter: InstanceFilter, completion: @escaping (Result<[JSONObject], CloudError>) -> Void
    ) -> any Cancellable {
        if let problem = Self.problem(with: filter) { return refuse(problem, completion) }
        let work = Ongoing()
        let gathering = Gathering(InstancePages.pieces(filter).count, work, completion)
        for (part, piece) in InstancePages.pieces(filter).enumerated() {
            let pages = Ongoing()
            work.add(pages)
            InstancePages(piece, sender: sender).rest(pages) { gathering.take($0, part: part) }
        }
        return work
    }

    /// The instances that match, page by page.
    /// - Throws: ``CloudError`` of kind `argument` for an empty list of ids.
    public func instancePages(matching filter: InstanceFilter) throws(CloudError) -> InstancePages {
        if let problem = Self.problem(with: filter) { throw problem }
        return InstancePages(filter, sender: sender)
    }

    private static func problem(with filter: InstanceFilter) -> CloudError? {
        filter.instanceIDs.flatMap(problem(with:))
    }

    /// The zones that instances can be in, with the API's own field names.
    @discardableResult
    public func zones(
        completion: @escaping (Result<[JSONObject], CloudError>) -> Void
    ) -> any Cancellable {
        perform(DescribeZones()) { completion($0.map(\.value)) }
    }

    /// How long an instance has been up, by the latest sample of the last ten minutes; nil if there is no
    /// sample.
    @discardableResult
    public func uptime(
        of id: String, completion: @escaping (Result<Uptime?, CloudError>) -> Void
    ) -> any Cancellable {
        if let problem = Self.problem(with: [id]) { return refuse(problem, completion) }
        let now = sender.serverSeconds
        let action = DescribeInstanceMonitorData(instanceID: id, metric: "UPTIME", from: now - 600, to: now)
        return perform(action) { [sender] result in
            completion(result.map { Uptime(samples: $0.value, now: sender.serverSeconds) })
        }
    }

    /// The maintenance that the provider plans for instances, with the API's own field names.
    @discardableResult
    public func maintenanceAlerts(
        product: String? = nil, completion: @escaping (Result<[JSONObject], CloudError>) -> Void
    ) -> any Cancellable {
        perform(DescribeMaintenanceAlerts(product: product)) { completion($0.map(\.value)) }
    }
}

/// How long an instance had been up at a moment.
public struct Uptime: Sendable, Equatable {
    public var duration: Duration
    /// As the API writes it: `2026-01-31T09:30:00Z`.
    public var measuredAt: String
    /// How old the measurement is, by the cloud's clock; nil if its time can't be read.
    public var age: Duration?

    public init(duration: Duration, measuredAt: String, age: Duration? = nil) {
        self.duration = duration
        self.measuredAt = measuredAt
        self.age = age
    }

    /// Takes the latest sample; the times are of equal length, so that they sort as text.
    ///
    /// `now` is the time of the cloud's clock, in seconds since 1970 UTC.
    init?(samples: [DescribeInstanceMonitorData.Sample], now: Int64) {
        guard let latest = samples.max(by: { $0.time < $1.time }), (0...1e12).contains(latest.value) else {
            return nil
        }
        let measured = CalendarTime.unixSeconds(latest.time)
        self.init(
            duration: .seconds(latest.value), measuredAt: latest.time,
            age: measured.map { .seconds(max(0, now - $0)) })
    }
}

/// Joins parts that are fetched concurrently; the first error ends it.
private final class Gathering {
    private var parts: [[JSONObject]]
    private var missing: Int
    private let work: Ongoing
    private let completion: (Result<[JSONObject], CloudError>) -> Void
    private var isOver = false

    init(
        _ count: Int, _ work: Ongoing, _ completion: @escaping (Result<[JSONObject], CloudError>) -> Void
    ) {
        parts = Array(repeating: [], count: count)
        missing = count
        self.work = work
        self.completion = completion
    }

    func take(_ result: Result<[JSONObject], CloudError>, part: Int) {
        guard !isOver else { return }
        switch result {
        case .success(let rows):
            parts[part] = rows
            missing -= 1
            if missing == 0 { finish(.success(Array(parts.joined()))) }
        case .failure(let error): finish(.failure(error))
        }
    }

    private func finish(_ result: Result<[JSONObject], CloudError>) {
        isOver = true
        work.cancel()
        completion(result)
    }
}
