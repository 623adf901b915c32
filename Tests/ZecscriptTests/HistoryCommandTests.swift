import Basics
import Foundation
import Journal
import Testing

@testable import zecscript

/// The output of the commands that read recorded rolls.
@Suite struct HistoryCommandTests {
    private let state: StateFolder

    /// web/1 ended well; web/2 was killed, resumed, and stopped by a failure; database/1 is at work or was
    /// killed.
    init() throws {
        state = try StateFolder()
        try state.write(
            "web", began: "2026-01-05T01:05:00Z",
            """
            0 {"kind":"opened","name":"web","plan":"abc","ids":["i-1","i-2","i-3"],"names":["web-1","web-2","web-3"],"groups":["","",""]}
            40 {"kind":"ended","id":"i-1","outcome":"done","took":38,"batch":1}
            41 {"kind":"ended","id":"i-2","outcome":"done","took":39,"batch":1}
            42 {"kind":"ended","id":"i-3","outcome":"skipped","reason":"was booted lately"}
            43 {"kind":"closed","exit_code":0,"left":"closed"}
            """)
        try state.write(
            "web", began: "2026-01-05T23:59:50Z",
            """
            0 {"kind":"opened","name":"web","plan":"abd","ids":["i-1","i-2","i-4"],"names":["web-1","web-2","web-4"],"groups":["","",""]}
            0 {"kind":"begun","life":1,"pid":4711,"hostname":"cron-1"}
            1 {"kind":"chosen","ids":["i-1","i-2"],"batch":1}
            2 {"kind":"draining","ids":["i-2"]}
            5 {"kind":"drained","id":"i-2"}
            6 {"kind":"intent","ids":["i-2"],"batch":1,"before":["1f000000-0000-0000-0000-000000000000"],"problems":[false],"down":1,"send_by":36}
            40 {"kind":"begun","life":2,"pid":4715,"hostname":"cron-1"}
            40 {"kind":"answered","ids":["i-2"],"answer":"unknown","found":true,"reason":"the process ended before an answer came"}
            52 {"kind":"departed","id":"i-2","proof":"boot_id","after":"9a000000-0000-0000-0000-000000000000"}
            53 {"kind":"returned","id":"i-2","took":47}
            54 {"kind":"ended","id":"i-1","outcome":"done","took":48,"batch":1}
            353 {"kind":"ended","id":"i-2","outcome":"failed","reason":"not healthy 5m after its reboot (HTTP 503)","batch":1}
            354 {"kind":"stopping","by":"failures","text":"1 failure (limit 0): web-2"}
            354 {"kind":"ended","id":"i-4","outcome":"not_started","reason":"1 failure (limit 0): web-2"}
            355 {"kind":"closed","exit_code":5,"left":"held"}
            """)
        try state.write(
            "database", began: "2026-01-07T01:05:00Z",
            """
            0 {"kind":"opened","name":"database","plan":"d","ids":["d-1","d-2"],"names":["db-1","db-2"],"groups":["",""]}
            3 {"kind":"intent","ids":["d-1"],"batch":1,"before":[false],"problems":[false],"down":1}
            """)
    }

    // MARK: Answers

    @Test func runsAreListedTheNewestFirst() throws {
        let run = try state.run("runs")
        #expect(
            run.output == """
                RUN         BEGAN (UTC)         TOOK  STATUS  DONE  FAILED  UNCERTAIN  LEFT  STOPPED
                database/1  2026-01-07 01:05      3s  open       0       0          0     2
                web/2       2026-01-05 23:59  5m 55s  held       1       1          0     1  1 failure (limit 0): web-2
                web/1       2026-01-05 01:05     43s  closed     2       0          0     0

                """)
        #expect(try state.run("runs", "--name", "database").output.split(separator: "\n").count == 2)
    }

    @Test func onANarrowTerminalTheReasonStandsBelowItsRow() throws {
        let runs = try StoredRuns(state: state.path)
        let summaries = try runs.campaigns.map(runs.summary)
        let table = RunsTable(summaries: summaries, status: runs.status, width: 90)
        let lines = table.text.split(separator: "\n")
        #expect(lines.allSatisfy { $0.count <= 90 } && !lines[0].contains("STOPPED"))
        let row = try #require(lines.firstIndex { $0.hasPrefix("web/2 ") })
        #expect(lines[row + 1] == "    1 failure (limit 0): web-2")
    }

    @Test func theCommandThatGoesOnIsForTheLastRollThatNoProcessWorksOn() throws {
        #expect(try state.run("show", "web").output.contains("zecscript resume web --state "))
        #expect(try !state.run("show", "web/1").output.contains("resume"))
        #expect(
            try state.run("show", "database").output.contains("to go on: zecscript resume database --state "))
        let store = try state.claim("database")
        _ = try store.open(1)
        defer { store.release() }
        #expect(try state.run("runs", "--name", "database").output.contains("  running  "))
        let json = try JSONValue(parsing: Array(state.run("show", "database", "--json").output.utf8))
        #expect(json["status"] == "running")
        let shown = try state.run("show", "database").output
        #expect(shown.contains("a process works on this roll now\n") && !shown.contains("resume"), "\(shown)")
    }

    @Test func aStopThatHeldNothingBackIsNotShown() throws {
        try state.write(
            "late", began: "2026-01-09T00:00:00Z",
            """
            0 {"kind":"opened","name":"late","plan":"d","ids":["i-1"],"names":["late-1"],"groups":[""]}
            30 {"kind":"stopping","by":"signal","text":"asked to stop by SIGINT"}
            40 {"kind":"ended","id":"i-1","outcome":"done","took":38,"batch":1}
            41 {"kind":"closed","exit_code":0,"left":"closed"}
            """)
        #expect(try !state.run("show", "late").output.contains("stopped"))
    }

    @Test func aReportComesFromTheJournalAlone() throws {
        #expect(
            try state.run("show", "web").output == """
                web/2 at https://console.zenlayer.com: held, exit code 5
                began 2026-01-05 23:59:50 UTC, 2 processes
                3 instances, 5m 55s
                    1 done
                    web-1 (i-1)
                    1 failed
                    web-2 (i-2): not healthy 5m after its reboot (HTTP 503) (left drained)
                    0 uncertain
                    0 skipped
                    1 not started
                    web-4 (i-4)
                stopped: 1 failure (limit 0): web-2
                to see why: zecscript why web-2 web/2 --state \(state.path)
                to go on: zecscript resume web --state \(state.path) --retry failed,uncertain

                """)
        let closed = try state.run("show", "web/1").output
        #expect(!closed.contains("to go on"), "\(closed)")
        let open = try state.run("show", "database/1").output
        #expect(
            open.hasSuffix(
                """
                    1 under way
                    db-1 (d-1): batch 1, its reboot was requested, and no answer is recorded
                    1 waiting
                    db-2 (d-2)
                to go on: zecscript resume database --state \(state.path)

                """), "\(open)")
    }

    @Test func theStoryOfAnInstanceThatWasInFlightAtAKill() throws {
        let story = """
            i-2 (web-2) in web/2: failed
            2026-01-05 UTC
            23:59:50  the roll began with 3 instances; this one was number 2 in its order
            23:59:50  process 4711 on cron-1 began the roll
            23:59:51  batch 1 was chosen, with this instance in it
            23:59:52  the script began to take it out of load
            23:59:55  it was out of load
            23:59:56  its reboot was about to be requested, in batch 1; evidence before: 1f000000…; 1 instance was down, this batch included; to be sent by 00:00:26 or not at all
            2026-01-06 UTC
            00:00:30  the process before it was killed: it recorded no end
            00:00:30  process 4715 on cron-1 took up the roll, as process 2 of the roll
            00:00:30  the process ended before an answer came; what became of the request is unknown
            00:00:42  its boot id differed: 1f000000… → 9a000000…
            00:00:43  it was RUNNING again
            00:05:43  it ended failed: not healthy 5m after its reboot (HTTP 503)
            00:05:45  the roll stopped with exit code 5, and was held until an operator decides

            """
        #expect(try state.run("why", "i-2").output == story)
        #expect(try state.run("why", "web-2", "web/2").output == story)
    }

    @Test func whyTakesTheLastRollThatHasTheInstance() throws {
        #expect(try state.run("why", "i-3").output.hasPrefix("i-3 (web-3) in web/1: skipped\n"))
        let open = try state.run("why", "db-1").output
        #expect(open.hasPrefix("d-1 (db-1) in database/1: under way\n"))
        #expect(open.contains("no more is recorded: the roll is open"))
    }

    @Test func twoRollsAreCompared() throws {
        #expect(
            try state.run("diff", "web/1", "web").output == """
                web/1 and web/2: 1 of 2 common instances differ
                i-2 (web-2)
                    web/1: done, 39s
                    web/2: failed: not healthy 5m after its reboot (HTTP 503)
                only in web/1: i-3 (web-3), skipped: was booted lately
                only in web/2: i-4 (web-4), not started: 1 failure (limit 0): web-2

                """)
    }

    @Test(arguments: [["runs"], ["show", "web"], ["why", "i-1"], ["diff", "web/1", "web/2"]])
    func everyCommandWritesJSON(words: [String]) throws {
        let run = try ProgramRun(words + ["--json", "--state", state.path])
        let value = try JSONValue(parsing: Array(run.output.utf8))
        #expect(run.code == 0)
        switch words[0] {
        case "runs": #expect(value[1]?["totals"]?["failed"] == 1)
        case "show": #expect(value["instances"]?[1]?["left_drained"] == true)
        case "why": #expect(value["events"]?[0]?["kind"] == "opened")
        default: #expect(value["changes"]?[0]?["second"]?["outcome"] == "failed")
        }
    }

    // MARK: Questions that can't be answered

    @Test(arguments: [
        (["show", "wbe"], "no roll is called 'wbe' (did you mean 'web'?)"),
        (["show", "web/9"], "the roll 'web' has no campaign 9; its last one is web/2"),
        (["runs", "--name", "wbe"], "no roll is called 'wbe' (did you mean 'web'?)"),
        (["why", "db-3"], "no roll has an instance with the id or name 'db-3' (did you mean 'd"),
        (
            ["why", "i-3", "web/2"],
            "the roll 'web/2' has no instance with the id or name 'i-3' (did you mean 'i"
        ),
    ])
    func whatIsUnknownIsAnErrorThatNamesTheNearest(words: [String], message: String) throws {
        let run = try ProgramRun(words + ["--state", state.path])
        #expect(run.code == 2)
        #expect(run.error.contains(message), "\(run.error)")
        #expect(run.output.isEmpty)
    }

    @Test func aNameAtSeveralEndpointsNeedsTheEndpoint() throws {
        try state.write(
            "web", endpoint: "http://127.0.0.1:8080",
            #"0 {"kind":"opened","ids":["s-1"],"names":["web-1"],"groups":[""]}"#)
        let run = try state.run("show", "web")
        #expect(run.code == 2)
        #expect(run.error.contains("in use at several endpoints: http://127.0.0.1:8080, https://console"))
        let other = try state.run("show", "web", "--endpoint", "http://127.0.0.1:8080")
        #expect(other.output.hasPrefix("web/1 at http://127.0.0.1:8080: open\n"))
        #expect(try state.run("runs").output.contains("  http://127.0.0.1:8080\n"))
    }

    @Test func aFolderWithoutJournalsIsNamed() throws {
        let empty = try StateFolder()
        for words in [["runs"], ["show", "web"], ["why", "i-1"], ["runs", "prune", "--keep", "1"]] {
            let run = try ProgramRun(words, variables: ["STATE_DIRECTORY": empty.path])
            #expect(run.code == 4)
            #expect(run.error.contains("no roll is recorded in the folder \(empty.path)"))
            #expect(run.error.contains("--state DIR"))
        }
        #expect(try empty.run("runs", "--json").output == "[]\n")
    }

    @Test func aDamagedJournalIsToldOfAndTheOthersAreListed() throws {
        try Data("no database".utf8).write(to: URL(fileURLWithPath: state.database("database", 1)))
        let show = try state.run("show", "database")
        #expect(show.code == 6)
        #expect(show.error.contains("is damaged"))
        let runs = try state.run("runs")
        #expect(runs.code == 6)
        #expect(runs.output.contains("web/2"))
        let why = try state.run("why", "i-1")
        #expect(why.code == 0)
        #expect(why.error.contains("is damaged"))
        #expect(try state.run("why", "i-9").code == 6, "the damaged journal may have it")
    }

    @Test func namesFromTheCloudCannotControlTheTerminal() throws {
        try state.write(
            "odd\u{1B}[2J",
            #"0 {"kind":"opened","ids":["i-7"],"names":["a\u001b[31m"],"groups":["g\n"]}"#)
        for words in [["runs"], ["show", "odd\u{1B}[2J"], ["why", "i-7"]] {
            let output = try ProgramRun(words + ["--state", state.path]).output
            #expect(output.contains("\\x1B["))
            #expect(!output.contains("\u{1B}"))
        }
    }

    @Test func aCampaignWithoutEventsIsListed() throws {
        let store = try state.claim("empty")
        _ = try store.create()
        store.release()
        #expect(try state.run("runs", "--name", "empty").output.contains("empty/1  -"))
        #expect(try state.run("show", "empty").output.contains("nothing is recorded yet"))
        #expect(try state.run("why", "i-1").code == 0)
    }

    @Test func aRollIsReadWhileItIsWritten() throws {
        let store = try state.claim("database")
        _ = try store.open(1)
        #expect(try state.run("show", "database").output.contains("1 under way"))
        store.release()
    }

    // MARK: Deleting

    @Test func pruningKeepsTheLastTheHeldAndTheOpen() throws {
        for _ in 1...2 { try state.write("web", began: "2026-01-08T00:00:00Z", closed) }
        let plan = try state.run("runs", "prune", "--older-than", "1d", "--dry-run")
        #expect(plan.output == "would delete web/1\nwould delete web/3\n")
        #expect(
            try state.run("runs", "prune", "--older-than", "1d", "--keep", "2").output == "deleted web/1\n")
        let left = try state.run("runs", "--name", "web").output
        #expect(
            left.matches(of: /web\/\d/).map { String($0.output) } == ["web/4", "web/3", "web/2"])
        let nothing = try state.run("runs", "prune", "--keep", "2")
        #expect(nothing.output == "no roll may be deleted by this rule\n")
    }

    @Test func aLockedNameIsNotPruned() throws {
        let store = try state.claim("web")
        let run = try state.run("runs", "prune", "--keep", "1")
        #expect(run.error.contains("web/1 is kept: the roll 'web' is locked by process 4711 on cron-1"))
        #expect(run.output == "no roll may be deleted by this rule\n")
        store.release()
        let deleted = try state.run("runs", "prune", "--keep", "1", "--json").output
        #expect(try JSONValue(parsing: Array(deleted.utf8))["deleted"]?[0]?["number"] == 1)
    }

    @Test func pruningNeedsARule() throws {
        #expect(try state.run("runs", "prune").code == 2)
    }

    private let closed = """
        0 {"kind":"opened","ids":["i-1"],"names":["web-1"],"groups":[""]}
        1 {"kind":"closed","exit_code":0,"left":"closed"}
        """
}
