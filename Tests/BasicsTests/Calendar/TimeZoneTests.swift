import Foundation
import Testing

@testable import Basics

@Suite struct TimeZoneTests {
    /// Paris by its rule alone, which is the last line of its file.
    private let paris = TimeZoneRules(
        name: "Paris", transitions: [], kinds: [.init(offset: 3600, isDaylight: false)], firstKind: 0,
        later: RecurringRule("CET-1CEST,M3.5.0,M10.5.0/3"))

    private func seconds(_ text: String) throws -> Int64 { try #require(CalendarTime.unixSeconds(text)) }

    @Test func clocksArePutForwardAndBackOnTheLastSundays() throws {
        #expect(paris.offset(at: try seconds("2026-03-29T00:59:59Z")) == 3600)
        #expect(paris.offset(at: try seconds("2026-03-29T01:00:00Z")) == 7200)
        #expect(paris.offset(at: try seconds("2026-10-25T00:59:59Z")) == 7200)
        #expect(paris.offset(at: try seconds("2026-10-25T01:00:00Z")) == 3600)
    }

    @Test func aTimeThatIsShownTwiceIsTheFirst() throws {
        let time = CivilTime(year: 2026, month: 10, day: 25, hour: 2, minute: 30)
        #expect(paris.unixSeconds(of: time) == (try seconds("2026-10-25T00:30:00Z")))
    }

    @Test func aTimeThatIsNeverShownIsTheMomentTheClocksArePutForward() throws {
        let time = CivilTime(year: 2026, month: 3, day: 29, hour: 2, minute: 30)
        #expect(paris.unixSeconds(of: time) == (try seconds("2026-03-29T01:00:00Z")))
    }

    @Test func everyOtherTimeIsThereAndBackTheSame() throws {
        var moment = try seconds("2025-12-31T22:07:00Z")
        for _ in 0..<5000 {
            let shown = paris.civilTime(at: moment)
            #expect(paris.civilTime(at: paris.unixSeconds(of: shown)) == shown)
            moment += 3617 * 3
        }
    }

    @Test func theSouthHasItsSummerOverTheTurnOfTheYear() throws {
        let rule = try #require(RecurringRule("AEST-10AEDT,M10.1.0,M4.1.0/3"))
        #expect(rule.offset(at: try seconds("2026-01-15T00:00:00Z")) == 11 * 3600)
        #expect(rule.offset(at: try seconds("2026-07-15T00:00:00Z")) == 10 * 3600)
    }

    @Test(arguments: [
        "", "CET", "CE-1", "CET-1CEST,M3.5.0", "CET-1CEST,M13.5.0,M10.5.0", "CET-1CEST,J0,J5", "CET-99",
        "<+05-5",
    ])
    func whatIsNoRuleIsNone(text: String) {
        #expect(RecurringRule(text) == nil)
    }

    @Test func aNameWithoutLettersInAngleBracketsIsARule() throws {
        #expect(try #require(RecurringRule("<-03>3")).offset(at: 0) == -3 * 3600)
    }

    @Test func aFileIsReadAndItsTransitionsHold() throws {
        let zone = try #require(TimeZoneRules(name: "Test", parsing: file()))
        #expect(zone.offset(at: 0) == 3600)
        #expect(zone.offset(at: 1000) == 7200)
        #expect(zone.offset(at: 1999) == 7200)
        #expect(zone.offset(at: try seconds("2026-07-01T00:00:00Z")) == 7200, "the last line's rule holds")
    }

    /// Two transitions, at 1000 and 2000, and a rule for later.
    private func file() -> [UInt8] {
        func bytes(_ value: Int64, _ count: Int) -> [UInt8] {
            (0..<count).reversed().map { UInt8(truncatingIfNeeded: value >> (8 * Int64($0))) }
        }
        func header(_ counts: [Int64]) -> [UInt8] {
            Array("TZif2".utf8) + [UInt8](repeating: 0, count: 15) + counts.flatMap { bytes($0, 4) }
        }
        let kinds = bytes(3600, 4) + [0, 0] + bytes(7200, 4) + [1, 4]
        return header([0, 0, 0, 0, 1, 4]) + bytes(0, 4) + [0, 0] + Array("UTC\0".utf8)
            + header([0, 0, 0, 2, 2, 8]) + bytes(1000, 8) + bytes(2000, 8) + [1, 0] + kinds
            + Array("CET\0CES\0\nCET-1CEST,M3.5.0,M10.5.0/3\n".utf8)
    }

    @Test func noBytesCrashTheReader() {
        var generator = SystemRandomNumberGenerator()
        let whole = file()
        for length in 0..<whole.count { _ = TimeZoneRules(name: "x", parsing: Array(whole.prefix(length))) }
        for position in whole.indices {
            var damaged = whole
            damaged[position] = UInt8.random(in: 0...255, using: &generator)
            let zone = TimeZoneRules(name: "x", parsing: damaged)
            _ = zone?.offset(at: 1500)
            _ = zone?.unixSeconds(of: CivilTime(year: 2026, month: 3, day: 29, hour: 2))
        }
    }

    private struct MustNotBeRead: Error {}

    @Test(arguments: [
        "../etc/passwd", "", "Europe//Paris", "/Europe/Paris", "Europe/Par is", ".", "Europe/..", "+10:00:",
    ])
    func aNameThatLooksLikeAPathIsRefused(name: String) {
        #expect(throws: TimeZoneError.self) {
            try TimeZoneRules(named: name) { _ in throw MustNotBeRead() }
        }
    }

    @Test func theSystemsDatabaseSaysTheSameAsTheRule() throws {
        let zone = try TimeZoneRules(
            named: "Europe/Paris", readFile: { try Array(Data(contentsOf: URL(fileURLWithPath: $0))) })
        for moment in stride(
            from: try seconds("2025-01-01T00:00:00Z"), to: try seconds("2036-01-01T00:00:00Z"), by: 40_000)
        {
            #expect(zone.offset(at: moment) == paris.offset(at: moment))
        }
        #expect(zone.offset(at: try seconds("1990-07-01T00:00:00Z")) == 7200)
    }
}
