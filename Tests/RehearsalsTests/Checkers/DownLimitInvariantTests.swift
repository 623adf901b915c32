import ScriptRuntime
import Testing

@testable import Rehearsals
@testable import Simulator

@Suite struct DownLimitInvariantTests {
    private let name = DownLimitInvariant.name

    @Test func oneAtATimeKeepsALimitOfOne() throws {
        let rehearsal = try rehearsal("for _, id in ipairs(ids) do reboot { id } end", maxDown: .count(1))
        #expect(try rehearsal.violated() == [])
    }

    @Test func twoInOneRequestAreTwoAtOnce() throws {
        let rehearsal = try rehearsal("reboot { ids[1], ids[2] }", maxDown: .count(1))
        let run = try rehearsal.record()
        let violation = try #require(DownLimitInvariant.violation(in: run))
        #expect(violation.instances.count == 2)
        #expect(
            violation.message.hasPrefix("2 were down or being rebooted at once (limit 1): web-0001, web-0002")
        )
    }

    @Test func whoeverAsksForTheNextWhileTheFirstHasNotYetLeftHasTwoDown() throws {
        let rehearsal = try rehearsal(
            "zec.reboot { ids[1] } zec.reboot { ids[2] } sleep(60)", maxDown: .count(1))
        #expect(try rehearsal.violated() == [name])
    }

    @Test func runningIsNotYetUp() throws {
        let script = """
            for _, id in ipairs(ids) do
                zec.reboot { id }
                zec.wait({ id }, "RUNNING", { left = true, every = "100ms" })
            end
            sleep(60)
            """
        #expect(try rehearsal(script, maxDown: .count(1)).violated() == [name])
    }

    @Test func oneThatHasLongBeenDownCounts() throws {
        let script = "sleep(100) reboot { ids[1] }"
        let rehearsal = try rehearsal(script, maxDown: .count(1)) { settings in
            settings.faults.unhealthyAtStart = ["web-0002"]
        }
        #expect(try rehearsal.violated() == [name])
    }

    @Test func aDeathThatNobodyCouldHaveSeenIsNotHeldAgainstTheScript() throws {
        let script = "sleep(20) reboot { ids[1] }"
        var rehearsal = try rehearsal(script, maxDown: .count(1)) { settings in
            settings.faults.diesByItself = ["web-0002"]
            settings.faults.fateWithin = .seconds(1)
        }
        #expect(try !rehearsal.violated().contains(name))
        rehearsal.notice = .seconds(10)
        #expect(try rehearsal.violated().contains(name))
    }

    /// The request is carried out up to two minutes after it was made; `web-0002` dies in the meantime.
    @Test func whatDiesBetweenTheAskingAndALateEffectIsNotHeldAgainstTheScript() throws {
        let script = "try(zec.reboot, { ids[1] }) sleep(400)"
        let rehearsal = try rehearsal(script, maxDown: .count(1)) { settings in
            settings.faults.takesEffectLate = 1
            settings.faults.diesByItself = ["web-0002"]
            settings.faults.fateWithin = .seconds(20)
        }
        #expect(try !rehearsal.violated().contains(name))
    }

    @Test func aRequestThatTakesEffectLateCountsFromTheAsking() throws {
        let script = "try(zec.reboot, { ids[1] }) try(zec.reboot, { ids[2] }) sleep(400)"
        let rehearsal = try rehearsal(script, maxDown: .count(1)) { $0.faults.takesEffectLate = 1 }
        #expect(try rehearsal.violated().contains(name))
    }

    @Test func whoIsGoneFromTheInventoryIsNotDown() throws {
        let script = "sleep(100) reboot { ids[1] }"
        let rehearsal = try rehearsal(script, maxDown: .count(1)) { settings in
            settings.faults.vanishes = ["web-0002"]
            settings.faults.fateWithin = .seconds(1)
        }
        #expect(try rehearsal.violated() == [])
    }

    @Test func aShareIsOfTheSelectionAndAtLeastOne() throws {
        let script = "rehearse.selection(ids) for _, id in ipairs(ids) do reboot { id } end"
        #expect(try rehearsal(script, maxDown: .percent(10)).violated() == [])
        let pairs = "rehearse.selection(ids) reboot { ids[1], ids[2] } reboot { ids[3], ids[4] }"
        #expect(try rehearsal(pairs, maxDown: .percent(50)).violated() == [])
        #expect(try rehearsal(pairs, maxDown: .percent(49)).violated() == [name])
    }

    @Test func theScriptItselfCanSayHowManyMayBeDown() throws {
        let script = "rehearse.max_down(1) reboot { ids[1], ids[2] }"
        #expect(try rehearsal(script).violated() == [name])
        #expect(try rehearsal(script, maxDown: .count(2)).violated() == [])
    }
}
