import Basics
import Rolling
import TestSupport
import Testing

/// The events of an execution: which campaigns its calls have worked on, and whether the execution is over.
@Suite struct ExecutionTests {
    private let helpers = """
        local made, seq = execution.new(), 0
        local function append(event)
            seq = seq + 1
            event.seq, event.time = seq, 1000 + seq
            execution.apply(made, event)
        end
        local function entered(name, call, number)
            append { kind = "entered", name = name, call = call, number = number }
        end
        local function left(name, call, how) append { kind = "left", name = name, call = call, left = how } end
        append { kind = "begun", hostname = "cron-1", pid = 7 }

        """

    private func answers(_ story: String) throws -> [String] { try core("execution", helpers + story) }

    @Test func itIsThroughOnceNoCampaignIsOpenOrHeld() throws {
        let story = """
            print(execution.is_through(made))
            entered("edge", 1, 4) print(execution.is_through(made))
            left("edge", 1, "closed") print(execution.is_through(made))
            entered("core", 1, 9) left("core", 1, "held") print(execution.is_through(made))
            """
        #expect(try answers(story) == ["true", "false", "true", "false"])
    }

    @Test func aCallOfANameFindsTheCampaignOfTheSameCallOfAnEarlierProcess() throws {
        let story = """
            entered("edge", 1, 4) left("edge", 1, "closed") entered("edge", 2, 5)
            print(execution.number(made, "edge", 1), execution.number(made, "edge", 2))
            print(execution.number(made, "edge", 3), execution.number(made, "core", 1))
            """
        #expect(try answers(story) == ["4\t5", "nil\tnil"])
    }

    @Test func itGoesOnUntilTheScriptHasEndedOrItIsTooOld() throws {
        let story = """
            print(execution.goes_on(execution.new(), 1500, 600))
            print(execution.goes_on(made, 1601, 600), execution.goes_on(made, 1602, 600))
            append { kind = "closed", left = "closed" }
            print(execution.goes_on(made, 1500, 600))
            """
        #expect(try answers(story) == ["false", "true\tfalse", "false"])
    }
}
