import Basics
import Foundation
import Testing

@testable import zecscript

/// `zecscript rehearse` and `zecscript fleet`, seen from outside.
@Suite struct RehearseCommandTests {
    private static let waitsForRunningAtOnce = """
        local ids = {}
        for i, row in ipairs(zec.instances {}) do ids[i] = row.instanceId end
        for _, id in ipairs(ids) do
            zec.reboot { id }
            zec.wait({ id }, "RUNNING")
        end
        """

    @Test func aMistakeEndsWithFiveAndTheSmallestCaseAndTheCommandThatShowsItAgain() throws {
        let script = try TemporaryFile(Self.waitsForRunningAtOnce)
        let run = try ProgramRun([
            "rehearse", "--runs", "20", "--fleet", "20", "--max-down", "1", "--faults", "calm", script.path,
        ])
        #expect(run.code == 5)
        #expect(run.output.contains("VIOLATION with seed 1: never more down at once than allowed"))
        #expect(run.output.contains("The smallest case found: 2 instances of 20"))
        let again = try #require(run.output.split(separator: "\n").last)
        let words = shellWords(again)
        #expect(words.first == "zecscript")
        let second = try ProgramRun(Array(words.dropFirst()))
        #expect(second.code == 5)
        #expect(second.output.contains("VIOLATION with seed 1: never more down at once than allowed"))
        // A replay shows the same case and the same command.
        #expect(second.output.split(separator: "\n").last == again)
    }

    @Test func theSameSeedGivesTheSameTraceWhateverTheJobs() throws {
        let script = try TemporaryFile(Self.waitsForRunningAtOnce)
        func digest(_ jobs: String) throws -> Substring? {
            let run = try ProgramRun([
                "rehearse", "--runs", "12", "--fleet", "6", "--faults", "hostile", "--keep-going", "--jobs",
                jobs,
                script.path,
            ])
            return run.output.split(separator: "\n").first { $0.hasPrefix("trace") }
        }
        let one = try #require(try digest("1"))
        #expect(try digest("2") == one)
        #expect(try digest("5") == one)
    }

    @Test func whatIsToBeSeenAgainHasAllLimits() throws {
        let limits = [
            "--max-down", "2", "--notice", "10s", "--time-limit", "2h", "--patience", "3h", "--memory-limit",
            "5000000",
            "--request-timeout", "9s", "--rate-limit", "3.0",
        ]
        let command = try #require(try Program.parse(["rehearse"] + limits + ["x.lua"]) as? RehearseCommand)
        #expect(command.judgingOptions(limit: 2) == limits)
    }

    @Test func machinesGetJSON() throws {
        let script = try TemporaryFile(Self.waitsForRunningAtOnce)
        let run = try ProgramRun([
            "rehearse", "--runs", "3", "--fleet", "5", "--format", "json", "--keep-going", script.path,
        ])
        let json = try JSONValue(parsing: Array(run.output.utf8))
        #expect(json["runs"]?.integerValue == 3)
        #expect(json["finding"]?["command"]?.arrayValue?.first?.stringValue == "zecscript")
        #expect(run.code == 5)
    }

    @Test func aScriptMayComeFromStandardInput() throws {
        let run = try ProgramRun(
            ["rehearse", "--runs", "2", "--fleet", "3", "--require-reboots", "0", "-"], input: "print 'x'\n")
        #expect(run.code == 0, "\(run.error)")
        #expect(run.output.contains("2 with 0 (success)"))
    }

    @Test func aRehearsalThatRebootsNothingFailsAndNamesTheCause() throws {
        let script = try TemporaryFile(
            """
            local rolling = require "rolling"
            local window = { days = { "Tue" }, start = "02:00", duration = "1h", tz = "UTC" }
            exit(rolling.reboot { name = "web", filter = {}, window = window }.exit_code)
            """)
        let words = ["rehearse", "--runs", "3", "--fleet", "3", "--faults", "calm"]
        let run = try ProgramRun(words + [script.path])
        #expect(run.code == 5)
        let lines = run.output.split(separator: "\n")
        #expect(lines[1] == "NOTHING WAS TESTED: no run rebooted an instance")
        #expect(lines[2].contains("3 of 3 runs ended with 7 (incomplete): "), "\(lines[2])")
        #expect(lines[2].contains("the window is closed"), "\(lines[2])")
        #expect(lines[3].contains("--set startsAt="))
        let within = try ProgramRun(words + ["--set", "startsAt=2026-01-06T02:05:00Z", script.path])
        #expect(within.code == 0, "\(within.output)")
    }

    @Test func aHookThatCallsAHostOutsideTheSimulatedNetworkIsNamed() throws {
        let script = try TemporaryFile(
            """
            local rolling = require "rolling"
            local function drain(id) http.post("http://lb.internal/drain/" .. id, "") end
            local report = rolling.reboot { name = "web", filter = {}, drain = drain, undrain = function() end }
            exit(report.exit_code)
            """)
        let words = ["rehearse", "--runs", "3", "--fleet", "3", "--faults", "calm"]
        let run = try ProgramRun(words + [script.path])
        #expect(run.code == 5)
        #expect(run.output.contains("lb.internal is not in the simulated network"), "\(run.output)")
        #expect(run.output.contains("rehearse.service"), "\(run.output)")
        let allowed = try ProgramRun(words + ["--allow-host", "lb.internal", script.path])
        #expect(allowed.code == 0, "\(allowed.output)")
    }

    @Test func aMockThatHasAnUnknownMemberIsRefused() throws {
        let script = try TemporaryFile("print(1)"), mock = try TemporaryFile(#"{"answer": []}"#)
        for command in [["--simulate", "3"], ["rehearse"]] {
            let run = try ProgramRun(command + ["--mock", mock.path, script.path])
            #expect(run.code == 4)
            #expect(run.error.contains("has the member 'answer'"), "\(run.error)")
        }
    }

    @Test func aReplayIsTextAlone() throws {
        let run = try ProgramRun(["rehearse", "--replay", "x.jsonl", "--html", "page.html"])
        #expect(run.code == 2)
        #expect(run.error.contains("--replay shows a trace as text"))
        let missing = try ProgramRun(["rehearse", "--replay", "/no/such/trace"])
        #expect(missing.code == 4)
        #expect(missing.error.contains("/no/such/trace"))
    }

    @Test(arguments: [
        (["--set", #"vanishes=["web-9999"]"#], "no instance of the fleet is called web-9999"),
        (["--keep", ""], "--keep names no instance"),
        (["--html", "/nowhere/page.html"], "/nowhere/page.html"),
    ])
    func whatCannotBeIsRefusedBeforeTheFirstRun(options: [String], problem: String) throws {
        let script = try TemporaryFile(Self.waitsForRunningAtOnce)
        let run = try ProgramRun(["rehearse", "--runs", "1", "--fleet", "5"] + options + [script.path])
        #expect(run.code == 4)
        #expect(run.error.contains(problem), "\(run.error)")
        #expect(!run.output.contains("VIOLATION"))
    }

    @Test func aTraceCanBeShownAgain() throws {
        let script = try TemporaryFile(Self.waitsForRunningAtOnce)
        let trace = try TemporaryFile("")
        let run = try ProgramRun([
            "rehearse", "--runs", "2", "--fleet", "3", "--faults", "calm", "--trace", trace.path, script.path,
        ])
        #expect(run.code == 5)
        let shown = try ProgramRun(["rehearse", "--replay", trace.path])
        #expect(shown.output.contains("script asks to reboot"))
        #expect(shown.output.contains(">>"))
    }

    @Test(arguments: [
        (["--runs", "0"], "--runs"), (["--faults", "stormy"], "stormy"), (["--set", "lagg=1"], "lag"),
        (["--fleet", "/no/such/fleet"], "/no/such/fleet"), (["--max-down", "0"], "--max-down"),
        (["--run", "5"], "--runs"),
    ])
    func whatIsWrongIsSaidAndNothingIsRun(options: [String], word: String) throws {
        let script = try TemporaryFile("print('was run')")
        let run = try ProgramRun(["rehearse"] + options + [script.path])
        #expect([2, 4].contains(run.code))
        #expect(run.error.contains(word))
        #expect(!run.output.contains("violations"))
    }

    @Test func weatherIsPrintedAsAFileThatCanBeUsed() throws {
        let printed = try ProgramRun(["rehearse", "--faults", "normal", "--print"])
        #expect(printed.code == 0)
        let weather = try TemporaryFile(printed.output), script = try TemporaryFile("exit(0)")
        let named = try ProgramRun(["rehearse", "--runs", "5", "--fleet", "3", script.path])
        let read = try ProgramRun([
            "rehearse", "--runs", "5", "--fleet", "3", "--faults", weather.path, script.path,
        ])
        #expect(named.output == read.output)
    }

    @Test func aFleetIsWrittenAndRehearsedOn() throws {
        let file = try TemporaryFile("")
        let written = try ProgramRun(["fleet", "--simulate", "7", "--output", file.path])
        #expect(written.code == 0)
        let script = try TemporaryFile("print(#zec.instances {})")
        #expect(try ProgramRun(["--simulate", file.path, script.path]).output == "7\n")
        let rehearsed = try ProgramRun(["rehearse", "--runs", "1", "--fleet", file.path, script.path])
        #expect(rehearsed.output.contains("1 run with 7 instances"))
    }

    /// The words of a command line as a shell splits them, with single quotes only.
    private func shellWords(_ line: Substring) -> [String] {
        var words = [""], isQuoted = false
        for character in line.trimmingPrefix(while: { $0 == " " }) {
            switch character {
            case "'": isQuoted.toggle()
            case " " where !isQuoted: words.append("")
            default: words[words.count - 1].append(character)
            }
        }
        return words
    }
}
