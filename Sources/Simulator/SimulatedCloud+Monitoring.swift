import Basics

extension SimulatedAction {
    static let monitoringActions: [SimulatedAction] = [
        SimulatedAction(
            service: "zec", name: "DescribeInstanceMonitorData",
            parameters: [
                .text("instanceId").required, .text("metricType").required,
                ActionParameter(name: "startTime", kind: .date, isRequired: true),
                ActionParameter(name: "endTime", kind: .date, isRequired: true),
                ActionParameter(name: "step", kind: .integer(1...5)),
            ]
        ) { (cloud, arguments, now, json) throws(Refusal) in
            try cloud.describeMonitorData(arguments, at: now, &json)
        }
    ]
}

extension SimulatedCloud {
    /// Writes a metric's points; only `UPTIME` has values, in whole seconds, null while the machine does not run.
    fileprivate func describeMonitorData(
        _ arguments: ActionArguments, at now: Moment, _ json: inout JSONBytes
    ) throws(Refusal) {
        let id = arguments.text("instanceId") ?? ""
        guard let index = place(ofID: id, at: now) else { throw .instanceNotFound(id) }
        let times = try pointTimes(arguments, at: now)
        let isUptime = arguments.text("metricType") == "UPTIME"
        let values = times.map { isUptime ? uptimeSeconds(of: index, unixSeconds: $0) : nil }
        summary(values.compactMap { $0 }, &json)
        json.raw(",\"metrics\":")
        json.array(zip(times, values)) { json, point in
            json.raw("{\"time\":")
            json.string(CalendarTime.text(unixSeconds: point.0))
            json.raw(",\"value\":")
            json.integerOrNull(point.1)
            json.raw("}")
        }
    }

    /// The times of the points: whole steps within the requested time, up to now.
    private func pointTimes(_ arguments: ActionArguments, at now: Moment) throws(Refusal) -> [Int64] {
        let step = Int64(arguments.integer("step") ?? 5)
        guard step == 1 || step == 5 else { throw .invalid("VALUE", "step", "must be 1 or 5") }
        let start = arguments.unixSeconds("startTime") ?? 0
        let end = min(arguments.unixSeconds("endTime") ?? 0, unixSeconds(at: now))
        guard end - start <= 31 * 86_400 else { throw .invalid("VALUE", "startTime", "is too long ago") }
        let seconds = step * 60
        let first = (start + seconds - 1) / seconds * seconds
        return first <= end ? Array(stride(from: first, through: end, by: Int(seconds))) : []
    }

    private func uptimeSeconds(of index: Int, unixSeconds: Int64) -> Int? {
        let moment = Moment(.seconds(unixSeconds) - .nanoseconds(startNanoseconds))
        return machines[index].uptime(at: moment).map { Int($0 / 1_000_000_000) }
    }

    private func summary(_ values: [Int], _ json: inout JSONBytes) {
        json.raw(",\"maxValue\":")
        json.integerOrNull(values.max())
        json.raw(",\"minValue\":")
        json.integerOrNull(values.min())
        json.raw(",\"avgValue\":")
        json.integerOrNull(values.isEmpty ? nil : values.reduce(0, +) / values.count)
    }
}

extension JSONBytes {
    mutating func integerOrNull(_ value: Int?) {
        if let value { integer(value) } else { raw("null") }
    }
}
