package import Basics
package import Journal

/// Builds JSON from journals, for commands and scripts; its fields have the names of a roll's report.
package enum HistoryJSON {
    /// Describes a campaign; `status` is how the campaign stands, by its last event unless given.
    package static func run(_ summary: Summary, status: String? = nil) -> JSONObject {
        var run = campaign(summary.head.id)
        run["kind"] = .string(summary.head.id.kind.rawValue)
        if summary.head.hasBegun {
            run["began_at"] = .string(CalendarWords.stamp(summary.head.began))
            run["last_event_at"] = .string(CalendarWords.stamp(summary.head.lastTime))
        }
        run["seconds"] = .number(summary.head.seconds)
        run["lives"] = .integer(Int64(summary.head.lives))
        run["status"] = .string(status ?? summary.head.standing.rawValue)
        run["exit_code"] = summary.head.ending?.exitCode.map { .integer(Int64($0)) }
        run["stopped"] = summary.head.stopped.map { .string($0.reason) }
        run["totals"] = .object(totals(summary))
        guard summary.head.id.kind != .script else { return run }
        run["under_way"] = .integer(Int64(summary.underWay))
        run["left"] = .integer(Int64(summary.left))
        return run
    }

    package static func campaign(_ id: CampaignID) -> JSONObject {
        [
            "endpoint": .string(id.endpoint), "name": .string(id.name), "number": .integer(Int64(id.number)),
        ]
    }

    package static func requests(_ requests: ScriptRequests, status: String) -> JSONObject {
        var run = self.run(Summary(requests), status: status)
        run["accepted"] = .integer(Int64(requests.accepted))
        run["refused"] = .integer(Int64(requests.refused))
        run["unresolved"] = .array(requests.unresolved.map { .string($0) })
        return run
    }

    private static func totals(_ summary: Summary) -> JSONObject {
        JSONObject(
            Outcome.allCases.map {
                JSONObject.Member(key: $0.rawValue, value: .integer(Int64(summary.count($0))))
            })
    }

    package static func report(_ record: CampaignRecord, status: String? = nil) -> JSONObject {
        var report = run(Summary(record), status: status)
        report["plan_hash"] = record.head.planHash.map { .string($0) }
        report["peak_unavailable"] = .integer(Int64(record.head.peak))
        report["instances"] = .array(record.instances.map { .object(instance($0)) })
        return report
    }

    package static func instance(_ record: InstanceRecord) -> JSONObject {
        var instance: JSONObject = [
            "id": .string(record.id), "name": .string(record.name), "group": .string(record.group),
        ]
        instance["outcome"] = record.outcome.map { .string($0.rawValue) }
        instance["under_way"] = record.isUnderWay ? true : nil
        instance["reason"] = record.reason.map { .string($0) }
        instance["batch"] = record.batch.map { .integer(Int64($0)) }
        instance["seconds"] = record.took.map { .number($0) }
        instance["ended_at"] = record.endedAt.map { .string(CalendarWords.stamp($0)) }
        instance["left_drained"] = record.drained.map { $0 == .yes ? true : "maybe" }
        return instance
    }

    package static func story(_ story: Story) -> JSONObject {
        [
            "run": .object(campaign(story.campaign)), "instance": .object(instance(story.instance)),
            "status": .string(story.standing.rawValue), "events": .array(story.lines.map(line)),
        ]
    }

    private static func line(_ line: Story.Line) -> JSONValue {
        [
            "seq": .integer(Int64(line.sequence)), "time": .string(CalendarWords.stamp(line.time)),
            "kind": .string(line.kind), "text": .string(line.text),
        ]
    }

    package static func difference(
        _ difference: Difference, _ first: CampaignRecord, _ second: CampaignRecord
    ) -> JSONObject {
        [
            "first": .object(campaign(first.id)), "second": .object(campaign(second.id)),
            "same": .integer(Int64(difference.sameCount)),
            "changes": .array(
                difference.changes.map {
                    ["first": .object(instance($0.first)), "second": .object(instance($0.second))]
                }),
            "only_in_first": .array(difference.onlyInFirst.map { .object(instance($0)) }),
            "only_in_second": .array(difference.onlyInSecond.map { .object(instance($0)) }),
        ]
    }
}
