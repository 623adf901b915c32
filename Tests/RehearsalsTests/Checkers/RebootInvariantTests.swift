import ScriptRuntime
import Testing
import ZenlayerCloud

@testable import Rehearsals
@testable import Simulator

@Suite struct RebootInvariantTests {
    @Test func aSecondRebootIsOneTooMany() throws {
        let rehearsal = try rehearsal("reboot { ids[1] } reboot { ids[1] }")
        #expect(try rehearsal.violated().contains(OneRebootInvariant.name))
    }

    @Test func aStartOfWhatCameBackStoppedIsNoSecondReboot() throws {
        let rehearsal = try RehearsalsTests.rehearsal(
            "zec.reboot { ids[1] } sleep(60) zec.start { ids[1] } sleep(60)"
        ) { $0.faults.comesBackStopped = ["web-0001"] }
        #expect(try !rehearsal.violated().contains(OneRebootInvariant.name))
    }

    private let stopAndStart = "zec.stop { ids[1] } sleep(60) zec.start { ids[1] } sleep(60) "

    @Test func aStopAndAStartAreARestart() throws {
        #expect(try rehearsal(stopAndStart).violated() == [])
        #expect(
            try rehearsal(stopAndStart + "reboot { ids[1] }").violated().contains(OneRebootInvariant.name))
        #expect(try rehearsal(stopAndStart + stopAndStart).violated().contains(OneRebootInvariant.name))
    }

    @Test func aStopTakesItsPlaceAmongThoseThatMayBeDown() throws {
        let two = "zec.stop { ids[1] } reboot { ids[2] } zec.start { ids[1] } sleep(60)"
        let rehearsal = try RehearsalsTests.rehearsal(two, maxDown: .count(1))
        #expect(try rehearsal.violated().contains(DownLimitInvariant.name))
        let both = try RehearsalsTests.rehearsal("zec.stop { ids[1], ids[2] } sleep(9)", maxDown: .count(1))
        #expect(try both.violated().contains(DownLimitInvariant.name))
    }

    @Test func whoIsNotSelectedMayNotBeRebooted() throws {
        let rehearsal = try rehearsal("rehearse.selection { ids[2] } reboot { ids[1] }")
        #expect(try rehearsal.violated().contains(SelectionInvariant.name))
        #expect(try self.rehearsal("rehearse.selection { ids[1] } reboot { ids[1] }").violated() == [])
    }

    @Test func anEmptySelectionIsASelection() throws {
        let rehearsal = try rehearsal("rehearse.selection {} reboot { ids[1] }")
        #expect(try rehearsal.violated().contains(SelectionInvariant.name))
    }

    @Test func forceIsNoReasonToRebootWhatIsRebooting() throws {
        let script = "zec.reboot { ids[1] } sleep(5) zec.reboot({ ids[1] }, { force = true }) sleep(60)"
        #expect(try rehearsal(script).violated().contains(StateInvariant.name))
    }

    @Test func aRequestWithoutIDsMeansAll() throws {
        let script =
            #"try(zec.call, "RebootInstances", { instanceIds = {} }) reboot { ids[1] }"#
        #expect(try rehearsal(script).violated() == [RequestInvariant.name])
    }

    @Test func aHundredAndOneIDsAreTooMany() throws {
        let script = """
            local many = {}
            for i = 1, 101 do many[i] = ids[(i - 1) % #ids + 1] end
            zec.call("DescribeInstancesStatus", { instanceIds = many })
            """
        let run = try rehearsal("try(function() \(script) end)").record()
        #expect(
            RequestInvariant.violation(in: run)?.message.contains("names 101 ids; 1 to 100 are allowed")
                == true)
    }

    private func rehearsal(_ source: String) throws -> Rehearsal { try RehearsalsTests.rehearsal(source) }
}
