import Basics
import Foundation
import Journal
import JournalSQLite
import Testing

@testable import zecscript

/// Processes of a script without a roll, one after the other, with one state folder.
@Suite struct UnresolvedRebootTests {
    private let state: StateFolder
    private let cloud: ServedCloud
    private let script: TemporaryFile

    /// The answer to the first reboot takes longer than a process waits.
    init() throws {
        state = try StateFolder()
        cloud = try ServedCloud([
            "--fleet", "2", "--access-key", "me:secret", "--set", "firstRebootHang=5", "--set",
            "bootTime=0.2",
        ])
        script = try TemporaryFile(
            """
            local id = zec.instances {}[1].instanceId
            print(#zec.reboot({ id }, { again = arg[1] == "again", force = true }).accepted)
            """, name: "one.lua")
    }

    private func run(_ options: [String] = [], _ words: String...) throws -> ProgramRun {
        try ProgramRun(
            options + ["--endpoint", cloud.address, "--request-timeout", "1s", script.path] + words,
            variables: ["ZENLAYER_ACCESS_KEY_ID": "me", "ZENLAYER_ACCESS_KEY_SECRET": "secret"])
    }

    private var folder: [String] { ["--state", state.path] }

    @Test func theSecondProcessIsToldOfTheFirstAndTheHistoryOfBoth() throws {
        let first = try run(folder)
        #expect(first.output == "0\n", "the answer is unknown")
        #expect(first.error.contains("rolls and reboots are recorded in \(state.path)"))
        let second = try run(folder)
        #expect(second.code == 6)
        #expect(second.error.contains("the script \(script.path) (process "))
        #expect(
            second.error.contains("what became of the request is unknown")
                && second.error.contains("{ again = true }"))
        #expect(try run(folder, "again").output == "1\n")

        let runs = try state.run("runs").output.split(separator: "\n")
        #expect(runs.count == 4)
        #expect(runs[1].hasPrefix("script:\(script.path)/3") && runs[1].contains("ended"))
        let json = try JSONValue(parsing: Array(state.run("runs", "--json").output.utf8)).arrayValue
        #expect(json?.last?["kind"] == "script" && json?.last?["totals"]?["uncertain"] == 1)
        #expect(json?.last?["left"] == nil)
        let shown = try state.run("show", "script:\(script.path)/1").output
        #expect(shown.contains("0 accepted, 0 refused, 1 not resolved\n    "))
        let id = try #require(shown.split(separator: "\n").last).trimmingCharacters(in: .whitespaces)
        let why = try state.run("why", id, "script:\(script.path)/2").output
        #expect(why.contains("\(id) in script:\(script.path)/2: withdrawn\n"))
        #expect(why.contains("ran the script \(script.path)\n"))
        #expect(why.contains("its reboot was about to be requested, by force ("))
        #expect(why.contains("one.lua:2)\n"))
        #expect(why.contains("the request was not sent after all: the script \(script.path) (process "))
        #expect(try state.run("why", id).output.contains("the cloud accepted the request\n"))
        #expect(try state.run("resume", "script:\(script.path)").error.contains("only a roll can be resumed"))
    }

    @Test func withoutAJournalNothingIsNoticed() throws {
        let first = try run(["--no-journal"])
        #expect(first.error.contains("are not looked up"))
        #expect(try run(["--no-journal"]).output == "1\n")
    }

    @Test func aFolderThatCanNotBeMadeKeepsARebootFromBeingSent() throws {
        let run = try run(["--state", "/proc/nowhere"])
        #expect(run.code == 4)
        #expect(run.error.contains("--state FOLDER") && run.error.contains("--no-journal"))
    }

    @Test func aDamagedRecordOfTheDayKeepsARebootFromBeingSent() throws {
        _ = try run(folder)
        let database = try state.database("one.lua", 1)
        try Data("not a database".utf8).write(to: URL(filePath: database))
        let second = try run(folder)
        #expect(second.code == 6)
        #expect(second.error.contains("is damaged") && second.error.contains("{ again = true }"))
    }

    @Test func theRecordsOfScriptsArePrunedExceptWhatStillCounts() throws {
        for _ in 1...2 { _ = try run(folder, "again") }
        _ = try run(folder, "again")
        let pruned = try state.run("runs", "prune", "--keep", "1")
        // Campaign 1 has a request whose outcome is unknown.
        #expect(pruned.output == "deleted script:\(script.path)/2\n")
    }
}
