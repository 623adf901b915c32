import ArgumentParser
import Basics
import Foundation
import ScriptRuntime
import Testing

@testable import zecscript

/// `zecscript resume`: the recorded script is started again.
@Suite struct ResumeCommandTests {
    private let folder = FileManager.default.temporaryDirectory
        .appending(path: "zecscript-\(UUID().uuidString)")
    private let key = ["ZENLAYER_ACCESS_KEY_ID": "me", "ZENLAYER_ACCESS_KEY_SECRET": "secret"]

    /// A roll that is blocked until a file exists.
    private let script = """
        local report = require("rolling").reboot {
            name = "web", filter = {}, max_unavailable = 2, bake_time = 0, min_healthy_time = 0,
            poll = { leave = "50ms", up = "50ms" }, blocker_retry = 0.1, blocker_deadline = 0.2,
            blockers = { function() return not io.open("go") and "there is no file yet" or nil end },
        }
        exit(report.exit_code)
        """

    @Test func aRollGoesOnInItsFolderWithItsArgumentsAndCredentials() throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data(script.utf8).write(to: folder.appending(path: "web.lua"))
        let cloud = try ServedCloud([
            "--fleet", "2", "--access-key", "me:secret", "--set", "lag=0.1", "--set", "bootTime=0.2",
            "--set", "warmUp=0",
        ])
        let state = folder.appending(path: "state").path
        let blocked = try ProgramRun(
            ["--state", state, "web.lua"],
            variables: key.merging(["ZENLAYER_ENDPOINT": cloud.address]) { $1 }, folder: folder)
        #expect(blocked.code == 7)
        try Data().write(to: folder.appending(path: "go"))
        let resumed = try ProgramRun(
            ["resume", "--state", state],
            variables: key.merging(["ZENLAYER_ENDPOINT": "http://127.0.0.1:1"]) { $1 })
        #expect(resumed.code == 0, "\(resumed.error)")
        let again = try ProgramRun(["resume", "web", "--state", state], variables: key)
        #expect(again.code == 2)
        #expect(again.error.contains("is closed"))
    }

    /// A service's copy of the keys is gone when the service has ended.
    @Test func otherCredentialsReplaceThoseOfTheRecordedStart() throws {
        let resume = try ResumeCommand.parse(["web", "--credentials-file", "/new.json", "--profile", "p"])
        let start = ProgramStart(
            words: ["run", "--credentials-file", "old.json", "--seed", "1", "s.lua", "--profile", "x"])
        #expect(
            resume.words(of: start, at: "http://c") == [
                "run", "--go-on", "--endpoint", "http://c", "--credentials-file", "/new.json", "--profile",
                "p", "--seed", "1", "s.lua",
                "--profile", "x",
            ])
    }

    /// The script starts in the folder in which the roll began.
    @Test func aPathOfResumeIsThatOfTheFolderInWhichItIsCalled() throws {
        let resume = try ResumeCommand.parse(["web", "--credentials-file", "k.json", "--state", "s"])
        let words = resume.words(
            of: ProgramStart(words: ["--endpoint", "http://c", "s.lua"]), at: "http://c")
        let folder = FileManager.default.currentDirectoryPath
        #expect(
            words == [
                "--go-on", "--state", "\(folder)/s", "--credentials-file", "\(folder)/k.json", "--endpoint",
                "http://c", "s.lua",
            ])
    }

    @Test func aWishForTheLastCampaignHoldsOnce() {
        let words = ["--new", "--seed", "3", "--retry", "failed", "--retry=failed", "--go-on", "-i"]
        #expect(ResumeCommand.withoutWishes(words) == ["--seed", "3", "-i"])
    }
}
