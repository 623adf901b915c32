import Basics
import Testing

@testable import Rehearsals
@testable import Simulator

/// The conditions and limits that a script declares.
@Suite struct DeclaredInvariantTests {
    private let service = """
        local lb = rehearse.service { name = "lb", ids = ids, drain = error, undrain = error }

        """

    @Test func whatTakesLoadMustBeDrainedFirst() throws {
        let run = try rehearsal(service + "reboot { ids[1] }").record()
        #expect(
            DrainInvariant.violation(in: run)?.message
                == "web-0001 was rebooted while it took load through lb")
        #expect(
            try rehearsal(service + "lb.drain(ids[1]) reboot { ids[1] } lb.undrain(ids[1])").violated() == [])
    }

    @Test func whoIsLeftDrainedMustBeNamed() throws {
        let forgets = service + "lb.drain(ids[1]) reboot { ids[1] }"
        #expect(try rehearsal(forgets).violated() == [DrainInvariant.name])
        #expect(try rehearsal(forgets + " fail(ids[1] .. ' is left drained')").violated() == [])
        #expect(
            try rehearsal("print(ids[1]) " + forgets + " fail('sorry')").violated() == [DrainInvariant.name])
    }

    @Test func zeroIsALieWhileSomebodyIsDrained() throws {
        let run = try rehearsal(
            service + "lb.drain(ids[1]) reboot { ids[1] } print(ids[1], 'is left drained')"
        ).record()
        #expect(
            DrainInvariant.violation(in: run)?.message
                == "the script ended with 0, and web-0001 is left drained")
    }

    @Test func whoStillBootsTakesNoLoad() throws {
        let early = service + "lb.drain(ids[1]) zec.reboot { ids[1] } lb.undrain(ids[1]) sleep(90)"
        #expect(
            DrainInvariant.violation(in: try rehearsal(early).record())?.message
                == "web-0001 was put back into lb before it was well after its reboot")
    }

    @Test func loadComesThroughEachServiceByItself() throws {
        let two = service + "rehearse.service { name = 'dns', ids = ids, drain = error, undrain = error } "
        let run = try rehearsal(two + "lb.drain(ids[1]) reboot { ids[1] }").record()
        #expect(
            DrainInvariant.violation(in: run)?.message
                == "web-0001 was rebooted while it took load through dns")
    }

    @Test func eachConditionOfTheScriptsOwnIsAClaimByItself() throws {
        let two = """
            rehearse.eventually("A", function() return false end)
            rehearse.eventually("B", function() return false end)
            """
        #expect(Set(try rehearsal(two).violated()) == ["A", "B"])
    }

    @Test func whoIsSelectedMustExist() throws {
        let run = try rehearsal("rehearse.selection { 'nobody' }").record()
        #expect(
            SuccessInvariant.violation(in: run)?.message
                == "the script ended with 0, but nobody, which it selected, does not exist")
    }

    @Test func whoIsDrainedIsNotDone() throws {
        let forgets =
            service + "lb.drain(ids[1]) reboot { ids[1] } print(ids[1]) rehearse.outcome(ids[1], 'done')"
        #expect(try rehearsal(forgets).violated() == [DrainInvariant.name])
        #expect(try rehearsal(forgets + " lb.undrain(ids[1])").violated() == [])
    }

    @Test func outsideTheWindowNothingIsRebooted() throws {
        // It is Monday, 5 January 2026, 09:00 UTC; 10:00 in Paris.
        let open = #"rehearse.window { days = { "Mon" }, start = "10:00", duration = "2m", tz = "UTC" } "#
        #expect(try rehearsal(open + "reboot { ids[1] }").violated() == [WindowInvariant.name])
        #expect(try rehearsal(open + "sleep('1h') reboot { ids[1] }").violated() == [])
        #expect(
            try rehearsal(
                open + "sleep('1h') reboot { ids[1] } sleep(60) reboot { ids[2] } sleep(60) reboot { ids[3] }"
            )
            .violated() == [WindowInvariant.name])
    }

    @Test func aWindowThatCannotBeUsedIsAnErrorThatNamesTheField() throws {
        let run = try rehearsal(#"rehearse.window { start = "25:00", duration = "2m", tz = "UTC" }"#).record()
        #expect(run.message?.contains("option 'start': '25:00' is no time of day such as 02:00") == true)
    }

    @Test func aConditionOfTheScriptsOwnIsCheckedWheneverTheWorldChanges() throws {
        let script = """
            rehearse.always("the first two are never down together", function(world)
                return #world.down() < 2
            end)
            zec.reboot { ids[1] } sleep(10) zec.reboot { ids[2] } sleep(60)
            """
        let violation = try #require(OwnConditionInvariant.violation(in: try rehearsal(script).record()))
        #expect(violation.invariant == "the first two are never down together")
        #expect(
            violation.at > .seconds(11) && violation.at < .seconds(12),
            "the second leaves a second after its request")
    }

    @Test func whatMustHappenEventuallyMayHappenLate() throws {
        let condition = """
            rehearse.eventually("the first is rebooted", function(world)
                return world.instance(ids[1]).reboots == 1
            end)

            """
        #expect(try rehearsal(condition + "sleep(60) reboot { ids[1] }").violated() == [])
        #expect(try rehearsal(condition + "reboot { ids[2] }").violated() == ["the first is rebooted"])
    }

    @Test func aConditionThatRaisesDoesNotHold() throws {
        let script = "rehearse.always('odd', function() error('what?') end) reboot { ids[1] }"
        let violation = try #require(OwnConditionInvariant.violation(in: try rehearsal(script).record()))
        #expect(violation.message.contains("what?"))
    }

    @Test func conditionsKeepNoScriptAlive() throws {
        let run = try rehearsal("rehearse.always('x', function() return true end) print('end')").record()
        #expect(run.exitCode == 0)
        #expect(run.endedAt < .seconds(10))
    }

    @Test func whatIsDrainedDoesNotServe() throws {
        let first = service + "rehearse.max_down(1) for _, id in ipairs(ids) do lb.drain(id) end "
        let all = first + "for _, id in ipairs(ids) do reboot { id } lb.undrain(id) end"
        let violation = try #require(DownLimitInvariant.violation(in: try rehearsal(all).record()))
        #expect(violation.message.hasPrefix("2 were down, drained or being rebooted at once (limit 1)"))
        let oneByOne =
            service
            + "rehearse.max_down(1) for _, id in ipairs(ids) do lb.drain(id) reboot { id } lb.undrain(id) end"
        #expect(try rehearsal(oneByOne).violated() == [])
    }
}
