import Modules
import ScriptRuntime
import Simulator
import Testing

@testable import zecscript

/// The REPL with scripted input lines, on virtual time.
@Suite struct REPLModuleTests {
    private func answers(to lines: String...) throws -> String {
        let conversation = try TypedConversation()
        _ = conversation.hold(lines)
        return conversation.output
    }

    @Test func expressionsAreAnswered() throws {
        #expect(
            try answers(to: "1 + 1", "= 'text'", "nil", "x = 1", "1, { 2 }") == "2\n\"text\"\nnil\n1\t{2}\n")
    }

    @Test func theLastResultHasAName() throws {
        #expect(try answers(to: "6 * 7", "_ + 1") == "42\n43\n")
    }

    @Test func localsLastAndClosuresShareThem() throws {
        let output = try answers(
            to: "local n = 1", "local function up() n = n + 1 return n end", "up()", "n", "n = 10", "up()",
            "n")
        #expect(output == "2\n2\n11\n11\n")
    }

    @Test func constantsLastToo() throws {
        #expect(try answers(to: "local limit <const> = 5", "limit * 2") == "10\n")
    }

    @Test(arguments: ["help", "?", "  help  "]) func helpNeedsNoParentheses(line: String) throws {
        #expect(try answers(to: line).contains("zec.reboot(ids"))
    }

    @Test func helpOfANameNeedsNoQuotes() throws {
        #expect(try answers(to: "help duration").contains("250ms"))
        #expect(try answers(to: "? zec.status").contains("zec.status(ids)"))
    }

    @Test(arguments: ["quit", "exit"]) func quitIsAnswered(line: String) throws {
        #expect(try answers(to: line, "1") == "Ctrl-D or exit() ends the session.\n1\n")
    }

    @Test func failingOnPurposeShowsNoTraceback() throws {
        let conversation = try TypedConversation()
        _ = conversation.hold(["fail('two are down')"])
        #expect(conversation.errorOutput == "two are down\n")
    }

    @Test func fieldsOfLocalsAndOptionsAreCompleted() throws {
        let conversation = try TypedConversation()
        _ = conversation.hold(["local mine = { first = 1, second = 2 }", "local n = 3"])
        func words(_ line: String) -> [String] {
            Completion.words(
                for: line, cursor: line.utf8.count, locals: conversation.repl.locals, in: conversation.runtime
            )
        }
        #expect(words("mine.") == ["mine.first", "mine.second"])
        #expect(words("x = mi") == ["mine"])
        #expect(words("zec.wait(ids, 'RUNNING', { le") == ["left = "])
        #expect(words("zec.instances { zoneId = 'a', ta") == ["tagKeys = ", "tags = "])
        #expect(words("f { x = zec.stat") == ["zec.status"])
    }

    @Test func aLocalHidesAGlobalAndAnOlderLocal() throws {
        #expect(
            try answers(to: "x = 'global'", "local x = 'old'", "local x = x .. 'er'", "x", "_G.x")
                == "\"older\"\n\"global\"\n")
    }

    @Test func aBlocksOwnLocalsEndWithIt() throws {
        let conversation = try TypedConversation()
        _ = conversation.hold(["do local inner = 1 end", "inner"])
        #expect(conversation.errorOutput.contains("undefined global 'inner'"))
    }

    @Test func anIncompleteLineIsContinued() throws {
        let conversation = try TypedConversation()
        _ = conversation.hold(["for i = 1, 2 do", "print(i)", "end", "x ="])
        #expect(conversation.output == "1\n2\n")
        #expect(conversation.reader.prompts == ["> ", ">> ", ">> ", "> ", ">> ", "> "])
        #expect(conversation.reader.remembered == ["for i = 1, 2 do\nprint(i)\nend"])
        #expect(conversation.errorOutput.contains("near <eof>"))
    }

    @Test func aRebootOfWhichNothingIsKnownIsNotTypedTwice() throws {
        var settings = CloudSettings()
        settings.faults.firstRebootHang = .seconds(60)
        let conversation = try TypedConversation(settings: settings)
        _ = conversation.hold([
            "id = zec.instances {}[1].instanceId", "#zec.reboot({ id }).unknown", "zec.reboot { id }",
            "#zec.reboot({ id }, { again = true, force = true }).accepted",
        ])
        #expect(conversation.output == "1\n1\n")
        #expect(
            conversation.errorOutput.contains("the REPL (process 1 on simulated) asked for a reboot of"))
        #expect(conversation.errorOutput.contains("{ again = true }"))
    }

    @Test func anErrorEndsTheLineAndNotTheConversation() throws {
        let conversation = try TypedConversation()
        let outcome = conversation.hold(["error('boom')", "'alive'"])
        #expect(
            conversation.errorOutput == """
                stdin:1: boom
                stack traceback:
                \tstdin:1: in function <stdin:1>

                """)
        #expect(conversation.output == "\"alive\"\n")
        #expect(outcome.exitCode == 0)
    }

    @Test func aBackgroundTaskGoesOnWhileNothingIsTyped() throws {
        let output = try answers(
            to: "task.spawn(function() sleep(3) print('ticked at ' .. clock()) end) x = 1", ".5", "clock()")
        #expect(output == "ticked at 3.0\n5.0\n")
    }

    @Test func aPersonWhoLeavesEndsWhatGoesOnAndAFileWaitsForIt() throws {
        let line = "task.spawn(function() sleep(60) print('over') end) x = 1"
        let conversation = try TypedConversation()
        conversation.reader.isPerson = true
        #expect(conversation.hold([line]).exitCode == 0)
        #expect(conversation.output.isEmpty)
        #expect(try answers(to: line) == "over\n")
    }

    @Test func aBackgroundFailureIsTold() throws {
        let conversation = try TypedConversation()
        _ = conversation.hold(["t = task.spawn('job', function() error('lost') end)", ".1", "t:status()"])
        #expect(conversation.errorOutput.hasPrefix("task 'job' failed: stdin:1: lost\n"))
        #expect(conversation.output == "\"failed\"\n")
    }

    @Test func controlCInterruptsWhatALineWaitsFor() throws {
        let conversation = try TypedConversation()
        conversation.host.schedule(.stop(signal: 2, count: 1), after: .seconds(5))
        let outcome = conversation.hold(["sleep(100)", "clock()"])
        #expect(conversation.errorOutput.contains("interrupted!"))
        #expect(conversation.output == "5.0\n")
        #expect(outcome.exitCode == 0)
    }

    @Test func controlCForgetsTheLineThatIsTyped() throws {
        let conversation = try TypedConversation()
        conversation.host.schedule(.stop(signal: 2, count: 1), after: .seconds(5))
        _ = conversation.hold(["x = ", ".9", "'next'"])
        #expect(conversation.reader.prompts == ["> ", ">> ", "> ", "> "])
        #expect(conversation.errorOutput.isEmpty)
        #expect(conversation.output == "^C\n\"next\"\n")
    }

    @Test func sigtermEndsTheConversation() throws {
        let conversation = try TypedConversation()
        conversation.host.schedule(.stop(signal: 15, count: 1), after: .seconds(5))
        #expect(conversation.hold(["sleep(100)", "'never'"]).exitCode == 143)
        #expect(conversation.output.isEmpty)
    }

    @Test func exitEndsItWithItsCode() throws {
        #expect(try TypedConversation().hold(["exit(7)", "print('never')"]).exitCode == 7)
    }

    @Test func helpTakesNamesAndFunctions() throws {
        let conversation = try TypedConversation()
        _ = conversation.hold(["help(zec.reboot)", "help('zec.reboot')", "help(json)"])
        let output = conversation.output
        #expect(output.ranges(of: "zec.reboot(ids [, options])\n").count == 2)
        #expect(output.contains("json.encode(value [, options])"))
    }

    @Test func namesFieldsAndLocalsAreCompleted() throws {
        let conversation = try TypedConversation()
        _ = conversation.hold(["local fleet_size = 3", "fleet_name = 'x'"])
        func words(_ line: String) -> [String] {
            Completion.words(
                for: line, cursor: line.utf8.count, locals: conversation.repl.locals, in: conversation.runtime
            )
        }
        #expect(words("x = zec.reb") == ["zec.reboot"])
        #expect(words("json.") == ["json.array", "json.decode", "json.encode", "json.null"])
        #expect(words("fleet_").contains("fleet_name"))
        #expect(words("whil") == ["while"])
        #expect(words("é + slee") == ["sleep"])
    }
}
