import Basics
import Journal
import Rolling
import ScriptRuntime
import TestSupport
import Testing

@testable import Rehearsals
@testable import Simulator

/// A script with several rolls that is stopped in one of them, and started again.
@Suite struct ExecutionStoryTests {
    /// The first roll, of the first two instances; `SeveralLives` adds the second roll.
    private func first(_ members: String = "{ ids[1], ids[2] }", wait: Int = 600) -> String {
        """
        local rolling = require "rolling"
        local first = rolling.reboot {
            name = "first", order = "as_given", instances = \(members), bake_time = 0,
        }
        print("first: " .. first.totals.done .. " done" .. (first.recorded and ", recorded" or ""))
        sleep(\(wait))
        """
    }

    private let second = "instances = { ids[3], ids[4] }"

    /// A world in which the script was killed `seconds` after its start.
    private func killed(after seconds: Int) throws -> SeveralLives {
        let lives = try SeveralLives(second, before: first())
        #expect(try lives.live(until: .start + .seconds(seconds)) == nil)
        return lives
    }

    @Test(arguments: [
        // Between the two rolls, and in the second one.
        400, 690,
    ])
    func whatTheFirstRollHasDoneIsNotDoneAgain(seconds: Int) throws {
        let lives = try killed(after: seconds)
        #expect(lives.reboots[..<2] == [1, 1])
        #expect(try lives.live()?.exitCode == ExitCode.success)
        #expect(lives.reboots == [1, 1, 1, 1])
        #expect(lives.lines("first: 2 done, recorded") == 1)
        #expect(lives.output.contains("an earlier process of this script completed campaign 1 at "))
    }

    @Test func onceTheScriptHasEndedItsNextUseRebootsEverythingAgain() throws {
        let lives = try SeveralLives(second, before: first())
        #expect(try lives.live()?.exitCode == ExitCode.success)
        #expect(try lives.live()?.exitCode == ExitCode.success)
        #expect(lives.reboots == [2, 2, 2, 2])
    }

    @Test func aSecondRollThatIsHeldKeepsTheFirstOneFromBeingRepeated() throws {
        let check = #"{ timeout = "1m", fn = function(id) return id ~= ids[3] or clock() < 690 end }"#
        let failing = "health_check = \(check), \(second)"
        let lives = try SeveralLives(failing, before: first())
        #expect(try lives.live()?.exitCode == ExitCode.failed)
        let outcome = try lives.live()
        #expect(outcome?.exitCode == ExitCode.failed, "\(lives.output)")
        #expect(outcome?.report?.message.contains("campaign 1 is held") == true)
        #expect(lives.reboots[..<2] == [1, 1])
        #expect(lives.lines("first: 2 done, recorded") == 1)
    }

    @Test func anotherSelectionIsARollOfItsOwn() throws {
        let lives = try killed(after: 400)
        #expect(try lives.live(second, before: first("{ ids[1] }"))?.exitCode == ExitCode.success)
        #expect(lives.reboots == [2, 1, 1, 1])
        #expect(lives.lines("first: 1 done, recorded") == 0)
    }

    @Test func whereANewCampaignIsAskedForNothingIsRecorded() throws {
        let lives = try killed(after: 400)
        let outcome = try lives.live(second, before: first(), wish: CampaignWish(beginsAnew: true))
        #expect(outcome?.exitCode == ExitCode.success)
        #expect(lives.reboots == [2, 2, 1, 1])
    }

    @Test func aRollThatAScriptRepeatsIsFoundByItsTurn() throws {
        let twice = """
            instances = ids }
            print("again")
            report = require("rolling").reboot { name = "night", order = "as_given", bake_time = 0, instances = ids
            """
        let again = try SeveralLives.moment(of: "again", twice)
        let lives = try SeveralLives(twice)
        #expect(try lives.live(until: again + .seconds(70)) == nil)
        #expect(lives.reboots.contains(2) && lives.reboots.contains(1))
        #expect(try lives.live()?.exitCode == ExitCode.success)
        #expect(lives.reboots == [2, 2, 2, 2])
    }

    @Test func aScriptThatHasChangedGoesOnAndThatIsSaid() throws {
        let lives = try SeveralLives("instances = ids")
        #expect(try lives.live(until: .start + .seconds(40)) == nil)
        #expect(try lives.live("instances = ids", before: "-- changed")?.exitCode == ExitCode.success)
        #expect(lives.reboots == [1, 1, 1, 1])
        #expect(lives.output.contains("the script has changed since the last process worked on campaign 1"))
    }

    @Test func aScriptReadsHowARollStandsAndWhatHappenedToAnInstance() throws {
        let reading = """
            instances = ids }
            local rolling = require "rolling"
            local status, story = rolling.status "night", rolling.why(ids[2])
            print("status: " .. status.status .. " " .. status.totals.done .. " " .. tostring(rolling.status "day"))
            print("story: " .. story.instance.outcome .. " " .. story.run.number .. " " .. story.events[2].kind)
            print("none: " .. tostring(rolling.why "i-none") .. " " .. tostring(rolling.why(ids[1], "day")))
            report = { exit_code = 0
            """
        let lives = try SeveralLives(reading)
        #expect(try lives.live()?.exitCode == ExitCode.success)
        #expect(lives.lines("status: closed 4 nil") == 1)
        #expect(lives.lines("story: done 1 begun") == 1)
        #expect(lives.lines("none: nil nil") == 1)
    }

    @Test func whereTheJournalFailsAnExecutionBeginsNothingAndNamesTheWaysOut() throws {
        let lives = try SeveralLives("instances = ids") { $0.faults.journalFails = 1 }
        let outcome = try lives.live()
        #expect(outcome?.exitCode == ExitCode.configuration)
        #expect(outcome?.report?.message.hasPrefix("nothing was sent: the journal: ") == true)
        #expect(outcome?.report?.hint == JournalError.waysOut)
        #expect(lives.reboots == [0, 0, 0, 0])
    }

    @Test func afterAWeekNothingIsTakenFromTheRecord() throws {
        let lives = try killed(after: 400)
        try lives.pass(.seconds(8 * 86_400))
        #expect(try lives.live()?.exitCode == ExitCode.success)
        #expect(lives.reboots == [2, 2, 1, 1])
    }
}
