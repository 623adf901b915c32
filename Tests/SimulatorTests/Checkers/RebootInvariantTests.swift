import ScriptRuntime
import Testing

@testable import Simulator

@Suite struct RebootInvariantTests {
    @Test func aSecondRebootIsOneTooMany() throws {
        let rehearsal = try rehearsal("reboot { ids[1] } reboot { ids[1] }")
        #expect(try rehearsal.violated().contains(OneRebootInvariant.name))
    }

    @Test func aDeathAndAnotherBootAreNoSecondReboot() throws {
        let rehearsal = try rehearsal(
            "reboot { ids[1] } zec.stop { ids[1] } sleep(60) zec.start { ids[1] } sleep(60)")
        #expect(try !rehearsal.violated().contains(OneRebootInvariant.name))
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

    private func rehearsal(_ source: String) throws -> Rehearsal { try SimulatorTests.rehearsal(source) }
}
