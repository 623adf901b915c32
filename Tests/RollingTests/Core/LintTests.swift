import Basics
import Rolling
import TestSupport
import Testing

/// Warnings about a specification.
@Suite struct LintTests {
    private func options(_ given: String, fleet: Int = 10, facts: String = "{ seconds_per_batch = 70 }")
        throws
        -> [String]
    {
        let story = """
            local records = {}
            for i = 1, \(fleet) do records[i] = { id = "i-" .. i, group = i <= 2 and "a" or "b" } end
            local given = { health_check = { tcp = 443 }, verify = "any", expect = { min = 1 } }
            for name, value in next, \(given) do given[name] = value or nil end
            local spec = spec_of(given, #records)
            for _, note in ipairs(lint.notes(spec, spec.numbers, records, \(facts))) do
                print(note.option .. ": " .. note.message)
            end
            """
        return try core("lint", story)
    }

    @Test func aCarefulSpecificationHasNoWarnings() throws {
        #expect(try options("{}") == [])
    }

    @Test(arguments: [
        ("{ health_check = false }", "health_check: no health check"),
        ("{ verify = 'status' }", "verify: the proof is weak"),
        ("{ on_unverified = 'accept' }", "on_unverified: an instance counts as done"),
        (
            "{ batch_size = { 5 }, max_unavailable = 2 }",
            "batch_size: batches of 5 are cut to max_unavailable, 2"
        ),
        ("{ checkpoint = { at = { '100%' } } }", "checkpoint: at 100% every instance is done"),
        ("{ max_failures = 10 }", "max_failures: the selection is smaller"),
        ("{ max_failures_per_batch = 1 }", "max_failures_per_batch: every batch is smaller"),
        ("{ max_consecutive_failures = 2 }", "max_consecutive_failures: max_failures = 0 stops first"),
        ("{ escalate = { after = 600, max = 1 } }", "escalate: reboot_timeout comes first"),
        ("{ window = { longest = 60 } }", "window: the window is shorter than one batch takes"),
        ("{ drain = print, window = { longest = 200 } }", "drain_timeout: draining may take longer"),
        (
            "{ max_unavailable_per_group = 2 }",
            "max_unavailable_per_group: the whole group 'a' of 2 may be down at once"
        ),
    ])
    func aWarningNamesItsOption(given: String, warning: String) throws {
        let found = try options(given)
        #expect(found.count == 1)
        #expect(found.first?.hasPrefix(warning) == true, "\(found)")
    }

    @Test(arguments: [
        "drain_timeout = 60", "on_drain_timeout = 'force'", "group_order = 'sequential'", "late_effect = 60",
        "outside = 'wait'", "pause_timeout = 60",
    ])
    func anOptionWithoutTheOneThatItNeedsHasNoEffect(given: String) throws {
        let option = given.prefix { $0 != " " }
        let found = try options("{ \(given) }")
        #expect(found.count == 1)
        #expect(found.first?.hasPrefix("\(option): without") == true, "\(found)")
    }

    @Test func aSecondRequestNeedsAProofThatCanSayNothingHappened() throws {
        #expect(try options("{ ambiguous_retry = 1, verify = 'boot_id' }") == [])
        #expect(
            try options("{ ambiguous_retry = 1, verify = 'status' }").contains {
                $0.hasPrefix("ambiguous_retry: without")
            })
    }

    @Test func nobodyWatchesANightlyRollSoItsSizeIsToBeSaid() throws {
        let unattended = "{ seconds_per_batch = 70, is_unattended = true }"
        #expect(try options("{}", facts: unattended) == [])
        #expect(
            try options("{ expect = false }", facts: unattended).first?.hasPrefix("expect: there is")
                == true)
    }

    @Test func aWholeFleetThatMayBeDownAtOnceIsNamedTwice() throws {
        #expect(
            try options("{ max_unavailable = '100%' }", fleet: 2) == [
                "batch_size: batch 2 is the whole selection", "max_unavailable: all 2 may be down at once",
            ])
    }

    @Test func oneInstanceIsNoFleet() throws {
        #expect(try options("{}", fleet: 1) == [])
    }

    @Test func warningsAreInAFixedOrder() throws {
        let found = try options("{ verify = 'status', health_check = false, on_unverified = 'accept' }")
        #expect(found.map { $0.prefix { $0 != ":" } } == ["health_check", "on_unverified", "verify"])
    }
}
