import Basics
import Rolling
import TestSupport
import Testing

/// The evidence that a reboot happened.
@Suite struct EvidenceTests {
    @Test func whatCannotBeReadProvesNothing() throws {
        let story = """
            print(evidence.differs("boot_id", nil, "b"), evidence.differs("boot_id", "a", nil), evidence.differs("uptime", nil, nil))
            """
        #expect(try core("evidence", story) == ["nil\tnil\tnil"])
    }

    @Test func anotherBootIdIsAReboot() throws {
        let story = """
            print(evidence.differs("boot_id", "a", "b"), evidence.differs("boot_id", "a", "a"), evidence.differs("any", "a", "b"))
            """
        #expect(try core("evidence", story) == ["true\tfalse\ttrue"])
    }

    /// The values are boot times, which the monitoring measures with an error of up to a minute.
    @Test func theTimeOfTheBootMustBeLaterByMoreThanTheMonitoringErrs() throws {
        let story = """
            print(evidence.differs("uptime", 1000, 1090), evidence.differs("uptime", 1000, 1091), evidence.differs("uptime", 1000, 500))
            """
        #expect(try core("evidence", story) == ["false\ttrue\tfalse"])
    }

    @Test(arguments: [
        ("any", "boot_id", true, true), ("boot_id", "boot_id", true, false),
        ("uptime", "uptime", true, false),
        ("status", "status", false, true), ("health", "health", false, false),
        ("function", "function", true, false),
    ])
    func leavingRunningCountsForTwoKindsOnly(kind: String, proof: String, isRead: Bool, departure: Bool)
        throws
    {
        let story = """
            local kind = "\(kind)"
            print(evidence.proof(kind), evidence.is_read(kind), evidence.accepts_departure(kind), evidence.strength[kind] ~= nil)
            """
        #expect(try core("evidence", story) == ["\(proof)\t\(isRead)\t\(departure)\ttrue"])
    }

    @Test func aFunctionOfTheScriptIsAKindOfItsOwn() throws {
        #expect(
            try core("evidence", "print(evidence.kind { verify = print }, evidence.kind { verify = 'any' })")
                == ["function\tany"])
    }
}
