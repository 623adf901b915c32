import Foundation
import Testing

/// The state folder, as a run of the program uses it.
@Suite struct StateArchiveTests {
    private static let rolling = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "scripts/rolling.lua").path

    private let folder = FileManager.default.temporaryDirectory.appending(
        path: "zecscript-\(UUID().uuidString)")

    private func roll(_ cloud: ServedCloud, _ options: [String]) throws -> ProgramRun {
        try ProgramRun(
            options + [
                "--endpoint", cloud.address, "--time-limit", "2m", Self.rolling, "--all", "--pause", "0",
                "--min-healthy-time", "0", "--poll-leave", "50ms", "--poll-up", "50ms",
            ], variables: ["ZENLAYER_ACCESS_KEY_ID": "me", "ZENLAYER_ACCESS_KEY_SECRET": "secret"])
    }

    private func cloud() throws -> ServedCloud {
        try ServedCloud([
            "--fleet", "2", "--access-key", "me:secret", "--set", "lag=0.1", "--set", "bootTime=0.2",
            "--set", "warmUp=0",
        ])
    }

    /// The folder of the campaigns of the roll.
    private func campaigns(_ cloud: ServedCloud) throws -> URL {
        let endpoint = cloud.address.replacing(":", with: "%3A").replacing("/", with: "%2F")
        let campaigns = folder.appending(path: "campaigns").appending(path: endpoint).appending(path: "all")
        try FileManager.default.createDirectory(at: campaigns, withIntermediateDirectories: true)
        return campaigns
    }

    @Test func aJournalThatCanNotBeOpenedNamesTheWaysOut() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let cloud = try cloud()
        try FileManager.default.createDirectory(
            at: campaigns(cloud).appending(path: "1.db"), withIntermediateDirectories: false)
        let run = try roll(cloud, ["--state", folder.path])
        #expect(run.code == 4)
        #expect(run.error.contains("can't be opened") && run.error.contains("--no-journal"))
    }

    @Test func aDamagedJournalSendsNothingUntilANewCampaignIsAskedFor() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let cloud = try cloud()
        let campaigns = try campaigns(cloud)
        try Data("not a database".utf8).write(to: campaigns.appending(path: "1.db"))
        let refused = try roll(cloud, ["--state", folder.path])
        #expect(refused.code == 6)
        #expect(refused.error.contains("is damaged") && refused.error.contains("--new"))
        let begun = try roll(cloud, ["--state", folder.path, "--new"])
        #expect(begun.code == 0)
        #expect(begun.error.contains("nothing is known of the last one"))
        #expect(FileManager.default.fileExists(atPath: campaigns.appending(path: "2.db").path))
    }

    @Test func aFolderThatCanNotBeMadeIsAConfigurationErrorThatNamesTheWayOut() throws {
        let run = try roll(cloud(), ["--state", "/proc/nowhere"])
        #expect(run.code == 4)
        #expect(run.error.contains("/proc/nowhere") && run.error.contains("--no-journal"))
    }

    @Test func aRollThatIsNotRecordedSaysSo() throws {
        let run = try roll(cloud(), ["--no-journal"])
        #expect(run.code == 0)
        #expect(run.error.contains("rolls are not recorded"))
    }
}
