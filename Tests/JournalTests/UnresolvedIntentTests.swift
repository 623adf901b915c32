import Testing

@testable import Journal

/// The search for unresolved intents among the campaigns of an archive.
@Suite struct UnresolvedIntentTests {
    private let archive = MemoryArchive()
    private let holder = LockHolder(processID: 1, hostname: "simulated", since: 0, script: nil)

    private func entry(_ sequence: Int, _ event: String) -> JournalEntry {
        JournalEntry(sequence: sequence, encoded: Array(event.utf8), isAwaited: true)
    }

    /// A campaign of a script that has asked for a reboot of `i-1` at 1000 s, and has not ended.
    private func ask(_ name: ScriptName = .file("nightly.lua"), at endpoint: String = "e") throws
        -> any ProcessCampaign
    {
        let campaign = try #require(
            archive.begin(endpoint: endpoint, name: name.campaign, holder: holder))
        try campaign.journal.append(
            entry(1, #"{"kind":"begun","pid":4711,"hostname":"cron-1","time":1000}"#))
        try campaign.journal.append(entry(2, #"{"kind":"intent","ids":["i-1"],"time":1000.5}"#))
        return campaign
    }

    private func found(
        _ id: String = "i-1", at endpoint: String = "e", since time: Double = 0, except own: CampaignID? = nil
    ) throws -> [UnresolvedIntent] {
        try archive.unresolvedIntents(about: [id], at: endpoint, since: time) { $0 != own }
    }

    @Test func itSaysWhoAskedAndWhen() throws {
        _ = try ask()
        let intent = try #require(try found().first)
        #expect(intent.asker == "the script nightly.lua (process 4711 on cron-1)")
        #expect(intent.timeText == "1970-01-01T00:16:40Z")
        #expect(!intent.intent.isUnknown)
    }

    @Test func otherInstancesEndpointsAndOlderRequestsDoNotCount() throws {
        let campaign = try ask()
        #expect(try found("i-2").isEmpty)
        #expect(try found(at: "other").isEmpty)
        #expect(try found(since: 1001).isEmpty)
        #expect(try found(except: campaign.id).isEmpty)
    }

    @Test func aRollThatIsUnderWayAsksLikeAScript() throws {
        let store = try archive.claim(endpoint: "e", name: "web", holder: holder)
        let journal = try store.create()
        try journal.append(entry(1, #"{"kind":"opened","ids":["i-1","i-2"],"time":1}"#))
        #expect(try found().isEmpty, "it has not asked yet")
        try journal.append(entry(2, #"{"kind":"intent","ids":["i-1"],"time":2}"#))
        #expect(try found().map(\.asker) == ["the roll 'web'"])
        try journal.append(entry(3, #"{"kind":"ended","id":"i-1","outcome":"done","time":3}"#))
        // The last event becomes durable with the next awaited event.
        try journal.append(entry(4, #"{"kind":"intent","ids":["i-2"],"time":4}"#))
        #expect(try found().isEmpty)
        store.release()
    }

    @Test func theRequestsOfAKilledProcessAreFound() throws {
        _ = try ask()
        archive.kill()
        #expect(try found().count == 1)
    }

    @Test func aCampaignThatHasEndedWithoutAnOpenIntentIsNotRead() throws {
        let campaign = try ask(), other = try ask(.conversation)
        campaign.end(isResolved: true)
        other.end(isResolved: false)
        #expect(try found().map(\.campaign) == [other.id])
        #expect(!archive.isAtWork(on: other.id))
    }

    @Test(arguments: [
        (ScriptName.file("a/nightly.lua"), "script:a/nightly.lua", "the script a/nightly.lua"),
        (.text, "script:(text)", "a script without a file"), (.conversation, "script:(repl)", "the REPL"),
    ])
    func theNameOfACampaignSaysWhichScript(name: ScriptName, campaign: String, text: String) {
        #expect(name.campaign == campaign)
        #expect(ScriptName(campaign: campaign) == name)
        #expect(name.text == text)
        #expect(ScriptName(campaign: "web") == nil)
    }
}
