public import Basics

/// Reads a metric of one instance over time.
public struct DescribeInstanceMonitorData: CatalogedAction {
    public static let descriptor = ActionDescriptor("DescribeInstanceMonitorData", repeatability: .safe)

    /// One measured value.
    public struct Sample: Sendable, Equatable {
        /// As the API writes it: `2026-01-31T09:30:00Z`.
        public var time: String
        public var value: Double
    }

    public var instanceID: String
    /// The metric's name; `UPTIME` is in seconds.
    public var metric: String
    /// In seconds since 1970 UTC.
    public var from: Int64
    public var to: Int64

    public init(instanceID: String, metric: String, from: Int64, to: Int64) {
        self.instanceID = instanceID
        self.metric = metric
        self.from = from
        self.to = to
    }

    public func parameters() -> JSONObject {
        [
            "instanceId": .string(instanceID),
            "metricType": .string(metric),
            "startTime": .string(CalendarTime.text(unixSeconds: from)),
            "endTime": .string(CalendarTime.text(unixSeconds: to)),
            "step": 1,
        ]
    }

    /// The samples; gaps, whose value is null, are left out.
    public func answer(from response: JSONObject) throws(CloudError) -> [Sample] {
        try response.rows("metrics").compactMap { row in
            guard let time = row["time"]?.stringValue, let value = row["value"]?.numberValue else {
                return nil
            }
            return Sample(time: time, value: value)
        }
    }
}
