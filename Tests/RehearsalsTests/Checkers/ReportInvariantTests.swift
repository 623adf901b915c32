import Testing

@testable import Rehearsals
@testable import Simulator

/// A script's report at its end, compared with the true state of the simulated cloud.
@Suite struct ReportInvariantTests {
    @Test func zeroIsALieWhileSomebodyIsStillBooting() throws {
        let run = try rehearsal("zec.reboot { ids[1] } sleep(10)").record()
        let violation = try #require(SuccessInvariant.violation(in: run))
        #expect(violation.message == "the script ended with 0, but web-0001 was rebooted and is REBOOT")
    }

    @Test func zeroIsALieBeforeTheRebootHasBegun() throws {
        let run = try rehearsal("zec.reboot { ids[1] }").record()
        #expect(
            SuccessInvariant.violation(in: run)?.message
                == "the script ended with 0, but web-0001 was asked to reboot, and has not yet begun to")
    }

    @Test func zeroIsALieWhenTheCloudRefusedOne() throws {
        let rehearsal = try rehearsal("reboot { ids[1], ids[2] }") { settings in
            settings.behaviour.badID = .listed
            settings.faults.alwaysFails = ["web-0002"]
        }
        #expect(try !rehearsal.violated().isEmpty)
        let unheeded = "zec.reboot { ids[1], ids[2] } sleep(60)"
        let careless = try RehearsalsTests.rehearsal(unheeded) { settings in
            settings.faults.alwaysFails = ["web-0002"]
        }
        #expect(try careless.violated() == [SuccessInvariant.name])
    }

    @Test func whoDiesAMomentBeforeTheEndWasDone() throws {
        let dies: (inout CloudSettings) -> Void = { settings in
            settings.faults.unhealthyAgain = ["web-0001"]
        }
        // Healthy again 25 s after the request, and unhealthy a minute later.
        #expect(try rehearsal("zec.reboot { ids[1] } sleep(100)", weather: dies).violated() == [])
        #expect(
            try rehearsal("zec.reboot { ids[1] } sleep(130)", weather: dies).violated() == [
                SuccessInvariant.name
            ])
    }

    @Test func anErrorIsNoWayToEndARoll() throws {
        let run = try rehearsal("zec.reboot { ids[1] } error('no idea')").record()
        let violation = try #require(FailureInvariant.violation(in: run))
        #expect(violation.message.hasPrefix("the script ended with 1: test.lua:2: no idea"))
    }

    @Test func theTimeLimitIsAnEndWhereNamesAreTold() throws {
        func limited(_ atTheEnd: String) throws -> Rehearsal {
            let words = "local _ <close> = setmetatable({}, { __close = function() \(atTheEnd) end })"
            var rehearsal = try rehearsal("\(words) zec.reboot { ids[1] } sleep(600)") {
                $0.faults.stuckInReboot = ["web-0001"]
            }
            rehearsal.timeLimit = .seconds(60)
            return rehearsal
        }
        #expect(try limited("").violated() == [FailureInvariant.name])
        #expect(try limited("print(ids[1], 'is not back')").violated() == [])
    }

    @Test func whoFailsMustBeNamed() throws {
        let stuck: (inout CloudSettings) -> Void = { $0.faults.stuckInReboot = ["web-0001"] }
        let silent = "zec.reboot { ids[1] } sleep(600) fail('one is not back')"
        #expect(try rehearsal(silent, weather: stuck).violated() == [FailureInvariant.name])
        let byID = "zec.reboot { ids[1] } sleep(600) fail(ids[1] .. ' is not back')"
        #expect(try rehearsal(byID, weather: stuck).violated() == [])
        let byName = "zec.reboot { ids[1] } sleep(600) print('lost: web-0001.') fail('one is not back')"
        #expect(try rehearsal(byName, weather: stuck).violated() == [])
    }

    @Test func aPartOfANameIsNoName() throws {
        let script = "zec.reboot { ids[1] } sleep(600) fail('web-00010 is not back')"
        let rehearsal = try rehearsal(script) { $0.faults.stuckInReboot = ["web-0001"] }
        #expect(try rehearsal.violated() == [FailureInvariant.name])
    }

    @Test func whatAScriptCallsDoneMustBe() throws {
        let script = """
            zec.reboot { ids[1] } sleep(600)
            rehearse.outcome(ids[1], "done") fail(ids[1] .. " is odd")
            """
        let run = try rehearsal(script) { $0.faults.comesBackStopped = ["web-0001"] }.record()
        #expect(
            FailureInvariant.violation(in: run)?.message
                == "the script calls web-0001 done, but web-0001 was rebooted and is STOPPED")
    }

    @Test func aSecretInTheOutputIsFoundAndNotToldOn() throws {
        let secret = Incarnation.secret
        let rehearsal = try rehearsal("print('key: \(secret)')")
        #expect(try rehearsal.violated() == [SecretInvariant.name])
        let run = try rehearsal.record()
        var trace: [UInt8] = []
        _ = RunResult(index: 0, run: run, case: rehearsal.run(0)) { trace += $0 }
        #expect(!String(decoding: trace, as: UTF8.self).contains(secret))
    }

    @Test func whoGoesRoundWithoutTimePassingIsFound() throws {
        let run = try rehearsal("while true do sleep(0) end").record()
        #expect(
            EndInvariant.violation(in: run)?.message
                == "the script runs in a loop without waiting, so no simulated time passes"
        )
    }

    @Test func whoWaitsForEverIsFound() throws {
        var endless = try rehearsal("while true do sleep('1h') end")
        endless.patience = .seconds(86_400)
        #expect(try endless.violated() == [EndInvariant.name])
        #expect(try rehearsal("while true do sleep(0) end").violated() == [EndInvariant.name])
    }

    @Test func whoWasSelectedAndLeftUndoneMustBeNamed() throws {
        let script = "rehearse.selection { ids[1], ids[2] } reboot { ids[1] } "
        #expect(try rehearsal(script + "fail('one is left')").violated() == [FailureInvariant.name])
        #expect(try rehearsal(script + "fail(ids[2] .. ' is left')").violated() == [])
        let declared = "rehearse.outcome(ids[2], 'not_started') fail('one is left')"
        #expect(try rehearsal(script + declared).violated() == [])
    }

    @Test func whatWasSaidBeforeTheLastRequestIsNotWhatBecameOfIt() throws {
        let stuck: (inout CloudSettings) -> Void = { $0.faults.stuckInReboot = ["web-0001"] }
        let early =
            "zec.reboot { ids[1] } print(ids[1]) sleep(60) "
            + "try(zec.reboot, { ids[1] }, { force = true }) sleep(60) fail('lost')"
        #expect(try rehearsal(early, weather: stuck).violated().contains(FailureInvariant.name))
    }

    @Test func credentialsThatWereNeverGoodAreToldByFour() throws {
        let revoked: (inout CloudSettings) -> Void = { $0.faults.credentialRevoked = .after(.seconds(1)) }
        #expect(try rehearsal("sleep(2) zec.instances {}", weather: revoked).violated().isEmpty)
        #expect(
            try rehearsal("zec.reboot { ids[1] } sleep(2) zec.instances {}", weather: revoked).violated()
                == [FailureInvariant.name], "an instance is in flight, and nothing names it")
    }
}
