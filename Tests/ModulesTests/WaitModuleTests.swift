import TestSupport
import Testing

@Suite struct WaitModuleTests {
    @Test func itReturnsWhatTheConditionReturned() throws {
        let run = try run(
            """
            local asked = 0
            print(wait(function() asked = asked + 1 return asked == 4 and "yes", asked end, { every = 2 }))
            """)
        #expect(run.lines == ["yes\t4"])
        #expect(run.elapsed == .seconds(6))
    }

    @Test func theLastQuestionIsAskedAtTheDeadline() throws {
        let run = try run(
            """
            local function ask() print(clock()) end
            wait(ask, { every = 1, backoff = 2, timeout = "10s", what = "web-1 to answer" })
            """)
        #expect(run.lines == ["0.0", "1.0", "3.0", "7.0", "10.0"])
        #expect(run.message == "test.lua:2: timed out after 10s waiting for web-1 to answer")
    }

    @Test func pausesGrowNoLongerThanAsked() throws {
        let run = try run(
            "pcall(wait, function() print(clock()) end, { backoff = 10, max = 4, timeout = 10 })")
        #expect(run.lines == ["0.0", "1.0", "5.0", "9.0", "10.0"])
    }

    @Test func anErrorOfTheConditionEndsTheWait() throws {
        #expect(try run("wait(function() error('no such host', 0) end)").message == "no such host")
    }

    @Test(arguments: ["every = 0", "backoff = 0.5", "backoff = 0/0", "timeout = 'soon'", "evry = 1"])
    func anOptionThatMakesNoSenseIsRefusedAtOnce(option: String) throws {
        let run = try run("wait(function() error('asked') end, { \(option) })")
        #expect(run.message?.contains("bad argument") == true)
        #expect(run.elapsed == .zero)
    }
}
