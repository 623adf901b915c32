import Basics
import Rolling
import TestSupport
import Testing

/// Whether a roll begins a new campaign, resumes the last campaign, or is refused.
@Suite struct CampaignTests {
    /// The decision for an open campaign 3 of which 12 of 40 instances are done; `last` and `wanted` replace fields.
    private func decided(_ last: String = "{}", _ wanted: String = "{}") throws -> String {
        let story = """
            local last = {
                number = 3, left = "open", opened_at = 1000, selection = "filter = {}", options = "stagger = 5",
                access_key = "aa", done = 12, total = 40, was_touched = true, lives_without_outcome = 0,
            }
            local wanted = {
                name = "night", selection = "filter = {}", options = "stagger = 5", access_key = "aa",
                resume = "auto", resume_within = 7 * 86400, time = 5000,
            }
            for name, value in next, \(last) do last[name] = value end
            for name, value in next, \(wanted) do wanted[name] = value end
            local answer = campaign.decide(last.left ~= "none" and last or nil, wanted)
            print(answer.exit_code or answer.action, answer.message or answer.closes or "")
            """
        return try core("campaign", story).joined(separator: "\n")
    }

    @Test func theFirstRollOfANameAndTheOneAfterACompleteRollBeginCampaigns() throws {
        #expect(try decided(#"{ left = "none" }"#) == "new\t")
        #expect(try decided(#"{ left = "closed" }"#) == "new\t")
    }

    /// Beginning anew would reboot the instances that are done once more.
    @Test func aClosedCampaignHasNothingToRetry() throws {
        let answer = try decided(#"{ left = "closed" }"#, "{ retry = { failed = true } }")
        #expect(
            answer.hasPrefix(
                "2\tnight: campaign 3 is closed, so --retry has nothing to try again, and nothing was sent."))
        #expect(try decided(#"{ left = "none" }"#, "{ retry = { failed = true } }") == "new\t")
        #expect(
            try decided(#"{ left = "closed" }"#, "{ retry = { failed = true }, asked = true }") == "new\t")
    }

    @Test func aHeldCampaignThatWouldStopAtOnceGoesOnOnlyWithARetry() throws {
        let held = #"{ left = "held", excess = "1 failure (limit 0): web-0007", stopped = "SIGINT" }"#
        let answer = try decided(held, "{ asked = true }")
        #expect(
            answer.hasPrefix(
                "5\tnight: campaign 3 is held after a stop for failures (1 failure (limit 0): web-0007)"))
        #expect(answer.contains("zecscript resume night --retry failed,uncertain"))
        #expect(try decided(held, "{ asked = true, retry = { failed = true } }") == "resume\t")
        #expect(try decided(#"{ left = "held" }"#, "{ asked = true }") == "resume\t")
    }

    @Test func missingCredentialsAreNotCalledAnotherAccessKey() throws {
        let missing =
            "{ access_key = false, credentials_problem = 'k.json: no such file', resume = 'changed' }"
        #expect(
            try decided("{}", missing) == """
                4\tnight: campaign 3 is open, and no credentials can be read (k.json: no such file); 12 of 40 instances are done, \
                and nothing was sent. Give them: zecscript resume night --credentials-file FILE
                """)
        // A token has no id.
        #expect(try decided("{}", "{ access_key = false, resume = 'changed' }") == "resume\t")
        #expect(try decided("{}", "{ access_key = false }").contains("was begun with another access key"))
    }

    @Test(arguments: [#"{}"#, #"{ left = false }"#]) func anOpenCampaignGoesOn(last: String) throws {
        #expect(try decided(last) == "resume\t")
    }

    @Test func aCampaignThatHasTouchedNothingBindsNoOther() throws {
        #expect(try decided("{ was_touched = false }", #"{ options = "stagger = 6" }"#) == "new\t3")
    }

    @Test func otherOptionsAreRefusedAndBothAreShown() throws {
        #expect(
            try decided("{}", #"{ options = "bake_time = 9\nstagger = 6" }"#) == """
                2\tnight: the options of campaign 3, which is open, differ from those of now (campaign: stagger = 5) \
                (now: bake_time = 9; stagger = 6); 12 of 40 instances are done, and nothing was sent. \
                Go on with the options of the campaign, or set resume = "changed" to go on with these; \
                or begin a new campaign with --new
                """)
        #expect(try decided("{}", #"{ options = "stagger = 6", resume = "changed" }"#) == "resume\t")
    }

    @Test func anotherSelectionIsNeverGoneOnWith() throws {
        for resume in ["auto", "changed"] {
            let answer = try decided("{}", #"{ selection = "instances = i-1", resume = "\#(resume)" }"#)
            #expect(answer.hasPrefix("2\tnight: the selected instances of campaign 3"))
            #expect(answer.contains("(campaign: filter = {}) (now: instances = i-1)"))
        }
    }

    @Test func anotherAccessKeyIsRefusedUnlessThatIsWanted() throws {
        #expect(
            try decided("{}", #"{ access_key = "bb" }"#).hasPrefix(
                "2\tnight: campaign 3 was begun with another access key;"))
        #expect(try decided("{}", #"{ access_key = "bb", resume = "changed" }"#) == "resume\t")
    }

    @Test func aHeldCampaignNamesTheCommandThatGoesOn() throws {
        #expect(
            try decided(#"{ left = "held", stopped = "2 failed" }"#) == """
                5\tnight: campaign 3 is held after a stop for failures (2 failed); 12 of 40 instances are done, and \
                nothing was sent. Look at the failed instances, then go on with: \
                zecscript resume night --retry failed,uncertain; or begin a new campaign with --new
                """)
        #expect(try decided(#"{ left = "held" }"#, "{ retry = { failed = true } }") == "resume\t")
        #expect(try decided(#"{ left = "held" }"#, "{ new = true }") == "new\t3")
        #expect(try decided(#"{ left = "held" }"#, #"{ resume = "never" }"#).hasPrefix("5\t"))
    }

    @Test func aNameWithASpaceIsQuotedInTheCommand() throws {
        #expect(
            try decided(#"{ left = "held" }"#, #"{ name = "zone by zone" }"#).contains(
                "zecscript resume 'zone by zone' --retry"))
    }

    @Test func aCampaignThatIsOpenForLongerThanTheLimitIsRefused() throws {
        #expect(try decided("{}", "{ time = 1000 + 7 * 86400 }") == "resume\t")
        #expect(
            try decided("{}", "{ time = 1001 + 7 * 86400 }") == """
                7\tnight: campaign 3 has been open for 7d (limit 7d, resume_within); 12 of 40 instances are done, \
                and nothing was sent. Go on with: zecscript resume night; or begin a new campaign with --new
                """)
        #expect(try decided("{}", "{ time = 1001 + 7 * 86400, asked = true }") == "resume\t")
        #expect(try decided("{}", "{ time = 0 }") == "resume\t")
    }

    @Test func fiveLivesWithoutAnOutcomeAreEnough() throws {
        #expect(try decided("{ lives_without_outcome = 4 }") == "resume\t")
        #expect(
            try decided("{ lives_without_outcome = 5 }").hasPrefix(
                "7\tnight: 5 processes in a row brought no instance of campaign 3 to its end (limit 5);"))
    }

    @Test func aRollThatNeverGoesOnBeginsANewCampaign() throws {
        #expect(try decided("{}", #"{ resume = "never" }"#) == "new\t3")
    }
}
