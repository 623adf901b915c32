import Basics
import Journal
import Testing

@testable import History

/// The record of the requests of a script without a roll.
@Suite struct ScriptRequestsTests {
    private let id = CampaignID(endpoint: "e", name: ScriptName.file("nightly.lua").campaign, number: 2)

    /// A script that asked for two reboots at once, and again for one of them; it has not ended.
    private var events: [(kind: String, fields: JSONObject)] {
        [
            ("begun", ["pid": 4711, "hostname": "cron-1", "script": "nightly.lua"]),
            ("intent", ["ids": ["i-1", "i-2"], "send_by": 20, "place": "nightly.lua:7"]),
            ("answered", ["ids": ["i-1"], "answer": "accepted", "intent": 2]),
            (
                "answered",
                ["ids": ["i-2"], "answer": "unknown", "reason": "no answer within 30s", "intent": 2]
            ),
            ("noted", ["action": "stop by force", "ids": ["i-2"], "answer": "accepted"]),
            ("intent", ["ids": ["i-2"], "force": true, "again": true]),
        ]
    }

    private func history(ends: Bool = false) throws -> any CampaignHistory {
        let archive = MemoryArchive()
        let holder = LockHolder(processID: 4711, hostname: "cron-1", since: 0, script: nil)
        _ = archive.begin(endpoint: id.endpoint, name: id.name, holder: holder)
        let campaign = try #require(archive.begin(endpoint: id.endpoint, name: id.name, holder: holder))
        #expect(campaign.id == id)
        for (index, event) in (events + (ends ? [("closed", ["left": "closed"])] : [])).enumerated() {
            let common: JSONObject = [
                "kind": .string(event.kind), "time": .number(1_767_661_500 + Double(index)),
                "at": .number(Double(index)),
            ]
            let encoded = JSONValue.object(JSONObject(common.members + event.fields.members)).serialized()
            try campaign.journal.append(JournalEntry(sequence: index + 1, encoded: encoded))
        }
        campaign.journal.close()
        return try archive.history(of: id)
    }

    private func story(of instance: String, ends: Bool = false) throws -> Story {
        let history = try history(ends: ends)
        let opening = try #require(try Opening(id, about: instance, reading: history))
        return try Story(opening, at: 0, reading: history)
    }

    @Test func requestsAreCountedByTheirAnswers() throws {
        let requests = try ScriptRequests(id, reading: history())
        #expect(requests.accepted == 1 && requests.refused == 0)
        #expect(requests.unresolved == ["i-2"])
        #expect(requests.head.process == "process 4711 on cron-1")
        #expect(requests.head.began == 1_767_661_500 && requests.head.ending == nil)
        let summary = Summary(requests)
        #expect(summary.count(.uncertain) == 1 && summary.count(.done) == 0)
    }

    @Test func theStoryOfAnInstanceTellsWhoAsked() throws {
        let story = try story(of: "i-1", ends: true)
        #expect(
            story.lines.map(\.text) == [
                "process 4711 on cron-1 ran the script nightly.lua",
                "its reboot was about to be requested (nightly.lua:7); to be sent by 01:05:20 or not at all",
                "the cloud accepted the request",
                "the process ended its work",
            ])
        #expect(story.instance.status == "accepted")
        #expect(story.standing == .closed)
    }

    @Test func theStoryOfAnInstanceOfWhichNothingIsKnownHasNoEnd() throws {
        let story = try story(of: "i-2")
        #expect(
            story.lines.dropFirst(2).map(\.text) == [
                "no answer within 30s; what became of the request is unknown",
                "the script asked for a stop by force, and the cloud accepted it",
                "its reboot was about to be requested, by force, in spite of any earlier request",
            ])
        #expect(story.instance.status == "under way")
    }

    @Test func theLastCampaignWithTheInstanceMayBeThatOfAScript() throws {
        let archive = MemoryArchive()
        let holder = LockHolder(processID: 1, hostname: "h", since: 0, script: nil)
        let script = try #require(archive.begin(endpoint: "e", name: id.name, holder: holder))
        let event = #"{"kind":"intent","ids":["i-1"],"time":5}"#
        try script.journal.append(
            JournalEntry(sequence: 1, encoded: Array(#"{"kind":"begun","time":5}"#.utf8)))
        try script.journal.append(JournalEntry(sequence: 2, encoded: Array(event.utf8)))
        script.end(isResolved: false)
        var search = InstanceSearch(archive.campaigns(), in: archive)
        #expect(search.find("i-1")?.opening.campaign == script.id)
        #expect(search.find("i-2") == nil)
    }
}
