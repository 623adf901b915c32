import Basics
import History
import Journal
import Testing

@testable import Rehearsals

/// The report that is read from the journal is the report of the roll.
@Suite struct JournalReportTests {
    /// The roll prints each event, its report and the batches of its instances.
    private let printing: [Prevention.Edit] = [
        .init(
            "conductor", "    state.apply(self.state, event)\n",
            """
                state.apply(self.state, event)
                world.print("event " .. world.json.encode(event))

            """),
        .init(
            "conductor/conclusion",
            "    local made = report.make(self.state, self.spec.numbers, totals, code)\n",
            """
                local made = report.make(self.state, self.spec.numbers, totals, code)
                local batches = {}
                for _, row in ipairs(self.state.rows) do batches[row.id] = row.batch end
                world.print("report " .. world.json.encode(made))
                world.print("batches " .. world.json.encode(batches))

            """),
    ]

    private func lines(_ run: RunRecord, after word: String) throws -> [JSONValue] {
        try String(decoding: run.output, as: UTF8.self).split(separator: "\n")
            .filter { $0.hasPrefix("\(word) ") }
            .map { try JSONValue(parsing: Array($0.dropFirst(word.count + 1).utf8)) }
    }

    private func record(_ events: [JSONValue]) throws -> CampaignRecord {
        var record = CampaignRecord(CampaignID(endpoint: "e", name: "web", number: 1))
        for (index, event) in events.enumerated() {
            record.take(try Event(JournalEntry(sequence: index + 1, encoded: event.serialized())))
        }
        return record
    }

    /// Drawn specifications in hostile weather.
    @Test(arguments: 0..<4) func theReportComesFromTheEventsAlone(part: Int) throws {
        let rehearsal = try drawnRolls(fleet: 12).edited(printing)
        var compared = 0
        for index in (part * 10)..<(part * 10 + 10) {
            let run = try rehearsal.record(index)
            guard let report = try lines(run, after: "report").first else { continue }
            let batches = try lines(run, after: "batches").first
            compare(try record(lines(run, after: "event")), report, batches, "seed \(index + 1)")
            compared += 1
        }
        #expect(compared > 3)
    }

    private func compare(
        _ record: CampaignRecord, _ report: JSONValue, _ batches: JSONValue?, _ run: Comment
    ) {
        let summary = Summary(record)
        for outcome in Outcome.allCases {
            #expect(report["totals"]?[outcome.rawValue]?.integerValue == Int64(summary.count(outcome)), run)
        }
        #expect(report["exit_code"]?.integerValue == summary.head.ending?.exitCode.map(Int64.init), run)
        #expect(report["stopped"]?["reason"]?.stringValue == summary.head.stopped?.reason, run)
        #expect(report["peak_unavailable"]?.integerValue == Int64(record.head.peak), run)
        for (position, instance) in record.instances.enumerated() {
            let told = report["instances"]?[position]
            #expect(told?["id"]?.stringValue == instance.id, run)
            #expect(told?["outcome"]?.stringValue == instance.outcome?.rawValue, run)
            #expect(told?["reason"]?.stringValue == instance.reason, run)
            #expect(told?["left_drained"] == instance.drained.map { $0 == .yes ? true : "maybe" }, run)
            #expect(batches?[instance.id]?.integerValue == instance.batch.map(Int64.init), run)
        }
    }
}
