import TestSupport
import Testing

/// The options of a specification as options of a command line.
@Suite struct FlagTests {
    private func specification(_ words: String) throws -> [String] {
        let list = words.split(separator: " ").map { "'\($0)'" }.joined(separator: ", ")
        return try run(
            """
            arg = { [0] = "roll.lua", \(list) }
            local rolling = require "rolling"
            local spec = rolling.from_flags(script.options { table.unpack(rolling.flags()) })
            local names = {}
            for name in pairs(spec) do names[#names + 1] = name end
            table.sort(names)
            for _, name in ipairs(names) do
                local value = spec[name]
                print(name .. " = " .. (inspect(value)))
            end
            """
        ).lines
    }

    @Test func onlyWhatIsGivenIsInTheSpecification() throws {
        #expect(try specification("") == [])
        #expect(
            try specification("--max-unavailable 10% --batch-size 1,5%,10% --bake-time 2m --allow-missing")
                == [
                    "allow_missing = true", "bake_time = 120.0", #"batch_size = {1, "5%", "10%"}"#,
                    #"max_unavailable = "10%""#,
                ])
    }

    @Test(arguments: [
        ("--batch-size x", "--batch-size is 'x'; numbers from 1 on"),
        ("--window-start 02:00", "--window-duration is missing; write for example --window-duration 2h"),
        ("--on-failure pause", "--on-failure pause needs an approver: set --approve"),
        ("--window-start 2 --window-duration 2h --window-tz UTC", "--window-start: '2' is no time of day"),
        ("--health-url http://lb/", "--health-url needs a %s"),
    ])
    func anErrorNamesTheFlagAsItWasGiven(words: String, problem: String) throws {
        let list = words.split(separator: " ").map { "'\($0)'" }.joined(separator: ", ")
        let run = try run(
            """
            arg = { [0] = "roll.lua", \(list) }
            local rolling = require "rolling"
            local spec = rolling.from_flags(script.options { table.unpack(rolling.flags()) })
            spec.name, spec.filter = "night", {}
            rolling.reboot(spec)
            """)
        #expect(run.message?.contains(problem) == true, "\(run.message ?? "no error")")
    }

    @Test func theFieldsOfATableAreFlagsOfTheirOwn() throws {
        #expect(
            try specification(
                "--poll-leave 0.3s --health-url http://%s/ --window-start 02:00 --window-days Tue,Thu") == [
                    #"health_check = { http = "http://%s/" }"#, "poll = { leave = 0.3 }",
                    #"window = { days = {"Tue", "Thu"}, start = "02:00" }"#,
                ])
    }

    @Test func aTableThatIsOfUseWithNothingInItIsAFlagAsWell() throws {
        #expect(try specification("--canary-bake-time 1m") == ["canary = { bake_time = 60.0 }"])
        #expect(try specification("--canary").count == 1)
        #expect(try specification("--escalate --escalate-max 2") == ["escalate = { max = 2 }"])
    }

    /// Every option except functions, options that need functions, and the instances themselves.
    @Test func everyOptionThatACommandLineCanGiveIsAFlag() throws {
        let story = """
            local names = {}
            for _, entry in ipairs(require("rolling").flags()) do
                if type(entry) == "table" then names[#names + 1] = entry[1] end
            end
            print(#names) print(table.concat(names, " "))
            """
        let lines = try run(story).lines
        for name in [
            "drain", "undrain", "only-if", "blockers", "instances", "filter", "health-fn", "drain-timeout",
        ] {
            #expect(
                !lines[1].split(separator: " ").contains(Substring(name)),
                "\(name) is a function, or of use with one")
        }
        for name in [
            "on-unverified", "observe-time", "ambiguous-retry", "max-failures-per-batch", "on-failure",
            "approve",
            "checkpoint-at", "window-tz", "outside", "blocker-deadline", "poll-max", "skip-if-booted-since",
            "order",
            "group-order", "health-command", "health-consecutive", "require-plan",
        ] {
            #expect(lines[1].split(separator: " ").contains(Substring(name)), "\(name) is missing")
        }
    }
}
