/// A metric of one instance over time.
public struct DescribeInstanceMonitorData: CatalogedAction {
    public static let descriptor = ActionDescriptor("DescribeInstanceMonitorData", repeatability: .safe)

    /// One measured value.
    public struct Sample: Sendable, Equatable {
        /// As the API writes it: `2026-01-31T09:30:00Z`.
        public var time: String
        public var value: Double
    }

    public var instanceID: String
    /// `UPTIME` is in seconds.
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
            "startTime": .string(UTCTime.text(from)),
            "endTime": .string(UTCTime.text(to)),
            "step": 1,
        ]
    }

    /// Gaps, whose value is null, are left out.
    public func answer(from response: JSONObject) throws(CloudError) -> [Sample] {
        try response.rows("metrics").compactMap { row in
            guard let time = row["time"]?.stringValue, let value = row["value"]?.numberValue else {
                return nil
            }
            return Sample(time: time, value: value)
        }
    }
}

/// Calendar time as the API writes it.
enum UTCTime {
    /// `yyyy-MM-ddTHH:mm:ssZ`; the days are counted in years that begin in March, so that a leap day comes last
    /// (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", civil_from_days).
    static func text(_ unixSeconds: Int64) -> String {
        let (days, second) = floorDivide(unixSeconds, 86_400)
        let (era, dayOfEra) = floorDivide(days + 719_468, 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        let date = "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
        return "\(date)T\(padded(second / 3600, 2)):\(padded(second / 60 % 60, 2)):\(padded(second % 60, 2))Z"
    }

    private static func floorDivide(_ value: Int64, _ by: Int64) -> (quotient: Int64, remainder: Int64) {
        let remainder = ((value % by) + by) % by
        return ((value - remainder) / by, remainder)
    }

    private static func padded(_ value: Int64, _ width: Int) -> String {
        let digits = "\(value)"
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
