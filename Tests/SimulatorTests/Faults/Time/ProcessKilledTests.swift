import Basics
import Journal
import Testing

@testable import Simulator

/// `processKilled`: points at which the script's process is killed.
@Suite struct ProcessKilledFaultTests {
    private func journal(_ host: SimulatedHost) throws -> any JournalStore {
        try host.campaigns.claim(endpoint: "e", name: "night", holder: host.lockHolder(script: nil)).create()
    }

    private func append(_ kinds: String..., to journal: any JournalStore) {
        for kind in kinds {
            let encoded = Array("{\"kind\":\"\(kind)\"}".utf8)
            try? journal.append(JournalEntry(sequence: journal.entries.count + 1, encoded: encoded))
        }
    }

    @Test func aListedPointKillsAtOnceAndWhatTheProcessDoesThenHasNoEffect() throws {
        let host = try makeHost { $0.faults.processKilled = ProcessKills(points: ["after begun#1+5m"]) }
        let journal = try journal(host)
        append("opened", to: journal)
        #expect(host.process.isAlive)
        append("begun", to: journal)
        #expect(!host.process.isAlive)
        #expect(host.pauseAfterKill == .seconds(300))
        var isAnswered = false
        host.connect(hostname: "web-0001", port: 22, timeout: .seconds(1)) { _ in isAnswered = true }
        host.wait(until: .seconds(10))
        #expect(!isAnswered)
    }

    @Test func aKilledProcessLeavesItsLockToTheNextOne() throws {
        let host = try makeHost { $0.faults.processKilled = ProcessKills(points: ["before begun#1"]) }
        append("opened", "begun", to: try journal(host))
        host.beginProcess(after: .seconds(300))
        #expect(host.process.isAlive && host.process.number == 2)
        #expect(host.now == .seconds(300))
        _ = try journal(host)
    }

    @Test func aShareOfOpenRollsKillsNoProcessBeforeOneIsOpen() throws {
        let host = try makeHost { $0.faults.processKilled = ProcessKills(share: 1, isInRollsOnly: true) }
        let journal = try journal(host)
        append("note", "note", to: journal)
        while host.hasOutstandingWork { host.wait(until: nil) }
        #expect(host.process.isAlive)
        append("opened", to: journal)
        host.wait(until: .seconds(3600))
        #expect(!host.process.isAlive)
    }

    @Test func aRunHasTwoKillsAtMost() throws {
        let host = try makeHost { $0.faults.processKilled = ProcessKills(share: 1) }
        for number in 1...3 {
            append("opened", to: try journal(host))
            host.wait(until: host.now + .seconds(3600))
            #expect(host.process.isAlive == (number == 3))
            if number < 3 { host.beginProcess(after: .zero) }
        }
    }

    @Test(arguments: [
        "0.25", #"{"share":0.25,"inRolls":true}"#, #"["after intent@web-0001#1+20h"]"#,
    ])
    func itsValueIsWrittenAsItIsRead(text: String) throws {
        var settings = CloudSettings()
        try settings.set("processKilled", to: JSONValue(parsing: Array(text.utf8)))
        let setting = try #require(CloudSettings.all.first { $0.name == "processKilled" })
        #expect(String(decoding: setting.get(settings).serialized(), as: UTF8.self) == text)
    }
}
