import Basics
import LiveHost
import Lua
import Modules
import Rolling
import ScriptRuntime
import Simulator
import TestSupport
import Testing

/// `log`: log lines, on standard error.
@Suite struct LogModuleTests {
    @Test func aMessageWithoutValuesHasNoDirectives() throws {
        let run = try run("log.info('100%') log.warn('%d of %s', 2, 'three') log.debug('not shown')")
        let lines = run.errorOutput.split(separator: "\n").map {
            $0.split(separator: " ").dropFirst().joined(separator: " ")
        }
        #expect(lines == ["INFO 100%", "WARN 2 of three"])
    }

    @Test func aTableAfterTheValuesIsFields() throws {
        let run = try run(
            "log.info('%s is up', 'web', { id = 'i-1', port = 80 }) log.info('plain', { id = 'i-2' })")
        let lines = run.errorOutput.split(separator: "\n").map { $0.drop { $0 != "I" } }
        #expect(lines == ["INFO  web is up  id=i-1  port=80", "INFO  plain  id=i-2"])
    }

    @Test func aLongLineIsBrokenBetweenWordsOnATerminalOnly() throws {
        let long =
            "log.info('stopped: the window is closed, and opens in 4d 17h') log.info('for more: zecscript help window and so on')"
        let run = try run(long, terminalWidth: 50)
        let lines = run.errorOutput.split(separator: "\n").map {
            $0.hasPrefix(" ") ? $0 : $0.drop { $0 != "I" }
        }
        #expect(
            lines == [
                "INFO \u{1B}[0m stopped: the window", "  is closed, and opens in 4d 17h",
                "INFO \u{1B}[0m for more: zecscript help window and so on",
            ])
        #expect(try TestSupport.run(long).errorOutput.split(separator: "\n").count == 2)
    }

    @Test func aTableThatTheFormatStandsForIsAValue() throws {
        #expect(try run("log.info('%s', {})").errorOutput.contains("INFO  table: "))
    }

    @Test func aFieldNeverTakesThePlaceOfAPartOfTheLine() throws {
        let run = try run("log.info('hello', { level = 'x' })", logFormat: .json)
        #expect(run.errorOutput.contains(#""level":"info","message":"hello","level_":"x""#))
    }

    @Test func aValueThatDoesNotFitItsDirectiveIsAnErrorOfTheCall() throws {
        let run = try run("log.error('%d', 'x')")
        #expect(run.message == "test.lua:1: bad argument #2 to 'error' (number expected, got string)")
    }
}
