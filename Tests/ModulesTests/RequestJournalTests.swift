import Basics
import Journal
import ScriptRuntime
import TestSupport
import Testing

@testable import Simulator

/// The record of a script's own requests, without a roll.
@Suite struct RequestJournalTests {
    /// Settings in which the first reboot gets no answer; the request is lost, or carried out.
    private func lost(_ isLost: Bool = true) -> CloudSettings {
        var settings = CloudSettings()
        settings.faults.firstRebootHang = .seconds(60)
        settings.faults.firstRebootLost = isLost
        return settings
    }

    private static let ids =
        "local ids = {} for i, row in ipairs(zec.instances {}) do ids[i] = row.instanceId end "

    private final class Archive {
        var memory: MemoryArchive?

        /// The kinds of the events that a script has recorded, in order.
        var kinds: [String] {
            get throws {
                guard let memory, let campaign = memory.campaigns().first else { return [] }
                return try memory.history(of: campaign).entries().map { EventOutline($0.encoded).kind }
            }
        }
    }

    @Test func aRebootWhoseAnswerIsUnknownIsNotAskedForAgain() throws {
        let run = try run(
            Self.ids + """
                print(#zec.reboot({ ids[1], ids[2] }).unknown)
                local _, err = try(zec.reboot, { ids[3], ids[2] })
                print(err.kind, #err.unresolved, err.unresolved[1].id == ids[2], err.unresolved[1].answer)
                print(err.message)
                print(err.unresolved[1].asked_by, err.unresolved[1].run)
                """, settings: lost())
        #expect(run.lines.prefix(2) == ["2", "unresolved\t1\ttrue\tunknown"])
        try #require(run.lines.count == 4)
        #expect(run.lines[2].contains("and what became of the request is unknown. Look at the instance"))
        #expect(run.lines[2].hasSuffix("to reboot it all the same: { again = true }"))
        #expect(
            run.lines[3]
                == "the script scripts/test.lua (process 1 on simulated)\tscript:scripts/test.lua/1")
        #expect(run.truth.reboots.isEmpty)
    }

    @Test func againAsksAllTheSame() throws {
        let run = try run(
            Self.ids + "zec.reboot { ids[1] } print(#zec.reboot({ ids[1] }, { again = true }).accepted)",
            settings: lost())
        #expect(run.lines == ["1"])
        #expect(run.truth.reboots.count == 1)
    }

    @Test(arguments: ["zec.reboot { ids[1] }", "zec.reboot { ids[1] } sleep('1d') sleep(1)"])
    func anAnswerAndTimeLetItPass(before: String) throws {
        let settings = before.contains("sleep") ? lost() : CloudSettings()
        let run = try run(
            Self.ids + before + " print(try(zec.reboot, { ids[1] }, { force = true }))", settings: settings)
        #expect(run.lines.first?.hasPrefix("table: ") == true)
    }

    @Test func aRefusalLetsItPass() throws {
        var settings = CloudSettings()
        settings.faults.alwaysFails = ["web-0001"]
        let run = try run(
            Self.ids + "for _ = 1, 2 do print(#zec.reboot({ ids[1] }).refused) end", settings: settings)
        #expect(run.lines == ["1", "1"])
    }

    @Test func anUncaughtOneEndsTheProgramAsUncertain() throws {
        let run = try run(Self.ids + "zec.reboot { ids[1] } zec.reboot { ids[1] }", settings: lost())
        #expect(run.exitCode == ExitCode.uncertain)
        #expect(run.message?.contains("asked for a reboot of") == true && run.traceback == nil)
    }

    @Test func aTaskThatWaitsForItsAnswerKeepsOthersFromTheInstance() throws {
        let run = try run(
            Self.ids + """
                local first = task.spawn("first", zec.reboot, { ids[1] })
                sleep(1)
                print(select(2, try(zec.reboot, { ids[1] })).message:match "and (.-)%.")
                first:wait()
                """, settings: lost())
        #expect(run.lines == ["no answer to it is recorded"])
    }

    // MARK: The events

    @Test func theIntentIsRecordedBeforeTheRequestAndTheAnswerAfterIt() throws {
        let archive = Archive()
        _ = try run(
            Self.ids + "zec.reboot { ids[1] } zec.stop { ids[2] } zec.reboot { 'nosuch' }",
            prepare: { archive.memory = $0.archive })
        #expect(
            try archive.kinds == ["begun", "intent", "answered", "noted", "intent", "answered", "closed"])
    }

    @Test func aScriptThatOnlyReadsRecordsNothing() throws {
        let archive = Archive()
        _ = try run(Self.ids + "zec.status(ids)", prepare: { archive.memory = $0.archive })
        #expect(archive.memory?.campaigns().isEmpty == true)
    }

    @Test func aRollRecordsItsRequestsOnce() throws {
        let archive = Archive()
        let run = try run(
            Self.ids + "require('rolling').reboot { instances = ids, name = 'night', bake_time = 0 }",
            prepare: { archive.memory = $0.archive })
        #expect(run.truth.reboots.count == 3)
        #expect(archive.memory?.campaigns().map(\.kind) == [.execution, .roll])
    }

    @Test func aDryRunRecordsNothing() throws {
        let archive = Archive()
        _ = try run(
            Self.ids + "zec.reboot(ids)", isDryRun: true, prepare: { archive.memory = $0.archive })
        #expect(archive.memory?.campaigns().isEmpty == true)
    }

    // MARK: A journal that is slow, or fails

    @Test func otherTasksGoOnWhileAnIntentIsMadeDurable() throws {
        let run = try run(
            Self.ids + """
                local ticks = task.spawn("ticks", function() for _ = 1, 4 do sleep(0.25) print "tick" end end)
                print(#zec.reboot({ ids[1] }).accepted)
                """,
            prepare: { host in
                host.archive.delay = { [weak host] settle in host?.deliver(after: .seconds(1), settle) }
            })
        #expect(run.lines == ["tick", "tick", "tick", "tick", "1"])
    }

    @Test func aJournalThatFailsSendsNothing() throws {
        let run = try run(
            Self.ids + """
                for _ = 1, 2 do print(select(2, try(zec.reboot, { ids[1] })).kind) end
                print(select(2, try(zec.reboot, { ids[1] }, { again = true })).message)
                zec.stop { ids[2] }
                """,
            prepare: { $0.archive.failure = { _ in JournalError("the disk is gone") } })
        #expect(run.lines == ["journal", "journal", "the journal: the disk is gone"])
        #expect(run.truth.reboots.isEmpty)
        #expect(run.errorOutput.ranges(of: "not every request of this script is recorded").count == 1)
    }

    @Test func aRequestThatIsGivenUpBeforeItIsSentIsWithdrawn() throws {
        let archive = Archive()
        let run = try run(
            Self.ids + """
                print(select(2, try(task.timeout, 1, zec.reboot, { ids[1] })).kind)
                sleep(10)
                """,
            prepare: { host in
                archive.memory = host.archive
                host.archive.delay = { [weak host] settle in host?.deliver(after: .seconds(5), settle) }
            })
        #expect(run.lines == ["timeout"])
        #expect(run.truth.reboots.isEmpty)
        #expect(try archive.kinds == ["begun", "intent", "withdrawn", "closed"])
    }

    @Test func aJournalThatTakesTooLongLetsTheRequestExpire() throws {
        let run = try run(
            Self.ids + "print(select(2, try(zec.reboot, { ids[1] }, { within = '2s' })) ~= nil)",
            prepare: { host in
                host.archive.delay = { [weak host] settle in host?.deliver(after: .seconds(5), settle) }
            })
        #expect(run.lines == ["true"])
        #expect(run.truth.reboots.isEmpty)
    }
}
