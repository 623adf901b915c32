import Basics
import Lua
import Testing

@testable import ScriptRuntime

@Suite struct DurationTextTests {
    @Test func theLeastPartOfASecondIsNotNothing() {
        #expect(DurationText.parse(.number(1e-13)) == .nanoseconds(1))
        #expect(DurationText.parse(.number(0.3)) == .milliseconds(300))
    }

    @Test(arguments: [
        ("30s", 30.0), ("5m", 300), ("1h30m", 5400), ("250ms", 0.25), ("1.5s", 1.5), ("2d", 172_800),
        ("7", 7),
    ])
    func aDurationSaysItsUnits(text: String, seconds: Double) {
        #expect(DurationText.parse(text)?.inSeconds == seconds)
    }

    @Test(arguments: ["", "s", "5x", "-3", "1h-5m", "nan", "inf", "1e30", "5 m", "m5"])
    func anythingElseIsNone(text: String) {
        #expect(DurationText.parse(text) == nil)
    }

    @Test(arguments: [
        (Duration.milliseconds(250), "250ms"), (.seconds(4.2), "4.2s"), (.seconds(90), "1m 30s"),
        (.seconds(7500), "2h 5m"), (.seconds(3600), "1h"),
    ])
    func peopleReadShortForms(duration: Duration, text: String) {
        #expect(DurationText.describe(duration) == text)
    }
}
