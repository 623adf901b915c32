import Basics
import Rolling
import TestSupport
import Testing

/// The choice of the next instances.
@Suite struct ChoiceTests {
    private func next(_ story: String, size: Int = 2) throws -> [String] {
        try core(
            "choice", story + "\ntell(choice.next(night.spec, night.state, night.view, \(size), night.now))")
    }

    @Test func theNextInstancesInTheOrderOfThePlanGo() throws {
        #expect(try next("local night = roll(5, { max_unavailable = 3 }):look()") == ["ids=[i-1 i-2]"])
    }

    @Test func anInstanceThatIsDownAlreadyTakesRoomBeforeTheOthers() throws {
        let story = """
            local night = roll(4, { max_unavailable = 2 }):look { down = { ["i-4"] = "is not healthy" } }
            """
        #expect(try next(story) == ["ids=[i-1]"])
    }

    @Test func anUnhealthyInstanceMayGoWhereNothingElseMay() throws {
        let story = """
            local night = roll(4, { max_unavailable = 1 }):look { down = { ["i-1"] = "is not healthy" } }
            """
        #expect(try next(story) == ["ids=[i-1]"])
    }

    @Test func anInstanceThatIsNotRunningIsSkippedBeforeABatchIsChosen() throws {
        let story = """
            local night = roll(4, { max_unavailable = 2 }):look { status = { ["i-2"] = "STOPPED" }, down = { ["i-2"] = "is STOPPED" } }
            """
        #expect(
            try next(story) == [
                "ended=[ended{batch=1 id=i-2 outcome=skipped reason=is STOPPED, not RUNNING}]"
            ])
    }

    @Test func anInstanceThatHasLeftTheInventoryIsSkipped() throws {
        let story = """
            local night = roll(2):append { kind = "inventory", id = "i-1", gone = true }
            night:look { status = { ["i-1"] = "NOT_FOUND" } }
            """
        #expect(
            try next(story) == [
                "ended=[ended{batch=1 id=i-1 outcome=skipped reason=is not in the inventory any more}]"
            ])
    }

    @Test func aMissingInstanceIsPassedOverAndTakesRoom() throws {
        let story = """
            local night = roll(3, { max_unavailable = 2 })
            night:look { status = { ["i-1"] = "NOT_FOUND" }, down = { ["i-1"] = "is NOT_FOUND" } }
            """
        #expect(try next(story) == ["ids=[i-2]"])
    }

    @Test func aMissingInstanceIsNamedWhereNoneMayGo() throws {
        let story = """
            local night = roll(2, { max_unavailable = 1 })
            night:look { status = { ["i-1"] = "NOT_FOUND" }, down = { ["i-1"] = "is NOT_FOUND" } }
            """
        #expect(try next(story) == ["lack=web-1 is missing from the inventory for now"])
    }

    @Test func anInstanceOfAFullGroupIsPassedOverForOneOfAnotherGroup() throws {
        let story = """
            local night = roll({ "a", "a", "a", "b" }, { max_unavailable = 3, group_by = "zoneId", max_unavailable_per_group = 1 }):look()
            """
        #expect(try next(story, size: 3) == ["ids=[i-1 i-4]"])
    }

    @Test func groupsInSequenceShareNoBatch() throws {
        let story = """
            local night = roll({ "a", "b", "b" }, { max_unavailable = 3, group_by = "zoneId", group_order = "sequential" }):look()
            """
        #expect(try next(story, size: 3) == ["ids=[i-1]"])
    }

    @Test func aGroupWaitsUntilTheGroupBeforeIsThrough() throws {
        let story = """
            local night = roll({ "a", "b", "b" }, { max_unavailable = 3, group_by = "zoneId", group_order = "sequential" }):look()
            night:bring("i-1", "returning")
            """
        #expect(
            try next(story) == [
                "lack=1 instance is down or uncertain (web-1 (is returning)) and max_unavailable is 3"
            ])
    }

    @Test func anInstanceThatEndedUncertainHoldsUpNoGroup() throws {
        let story = """
            local night = roll({ "a", "b", "b" }, { max_unavailable = 3, group_by = "zoneId", group_order = "sequential" }):look()
            night:bring("i-1", "uncertain")
            """
        #expect(try next(story) == ["ids=[i-2 i-3]"])
    }

    // MARK: Functions of the script

    private let asking = """
        local night = roll(4, { max_unavailable = 4, only_if = print }):at(100):look()
        local function says(id, value, at) night.view.consents[id] = { ok = true, value = value, at = at or 100 } end

        """

    @Test func theScriptIsAskedOnlyAboutInstancesForWhichThereIsRoom() throws {
        #expect(try next(asking + "says('i-1', true)", size: 3) == ["ask=[i-2 i-3]"])
    }

    @Test func anAnswerFromLongBeforeTheSearchIsAskedForAgain() throws {
        #expect(try next(asking + "says('i-1', true, 94)", size: 1) == ["ask=[i-1]"])
        #expect(try next(asking + "says('i-1', true, 96)", size: 1) == ["ids=[i-1]"])
    }

    @Test func anInstanceThatTheScriptLeavesOutIsExcused() throws {
        #expect(
            try next(asking + "says('i-1', false)", size: 1) == [
                "ended=[ended{batch=1 excused=true id=i-1 outcome=skipped reason=only_if says no}]"
            ])
    }

    @Test(arguments: [
        ("{ ok = true, value = 'yes', at = 100 }", "string"),
        ("{ ok = false, value = 'boom', at = 100 }", "boom"),
    ])
    func anAnswerThatIsNeitherTrueNorFalseFailsTheInstance(answer: String, given: String) throws {
        #expect(
            try next(asking + "night.view.consents['i-1'] = \(answer)", size: 1) == [
                "ended=[ended{batch=1 id=i-1 outcome=failed reason=only_if must answer true or false: \(given)}]"
            ])
    }
}
