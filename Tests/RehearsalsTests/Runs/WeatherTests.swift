import Basics
import Testing

@testable import Rehearsals
@testable import Simulator

@Suite struct WeatherTests {
    private func weather(_ text: String) throws(SettingError) -> Weather {
        try Weather(parsing: Array(text.utf8))
    }

    @Test(arguments: Weather.names)
    func theNamedWeathersCanBeReadAgain(name: String) throws {
        let weather = try #require(Weather.named(name))
        #expect(try Weather(parsing: weather.json.serialized()) == weather)
    }

    @Test func eachRunHasItsOwnFaultsAndTheSameSeedTheSame() throws {
        let weather = try #require(Weather.named("hostile"))
        let settings = (0..<50).map { weather.settings(seed: $0) }
        #expect(weather.settings(seed: 7) == settings[7])
        let kinds = Set(settings.map { String(decoding: $0.changes.serialized(), as: UTF8.self) })
        #expect(kinds.count == 50)
        #expect(
            settings.contains { $0.faults.answerLost == 0 } && settings.contains { $0.faults.answerLost > 0 })
    }

    @Test func aDrawLiesBetweenItsEnds() throws {
        let weather = try weather(
            #"{"answerLost": {"between": [0.01, 0.1]}, "badID": {"oneOf": ["listed"]}}"#)
        for seed in 0..<100 as Range<UInt64> {
            let settings = weather.settings(seed: seed)
            #expect((0.01...0.1).contains(settings.faults.answerLost))
            #expect(settings.behaviour.badID == .listed)
        }
    }

    @Test func chanceDecidesWhetherAFaultIsThereAtAll() throws {
        let weather = try weather(#"{"zosMissing": {"chance": 0.3, "value": true}}"#)
        let struck = (0..<1000 as Range<UInt64>).count { weather.settings(seed: $0).faults.zosMissing }
        #expect((200...400).contains(struck))
    }

    @Test func oneSettingMoreLeavesTheOthersAsTheyWere() throws {
        let one = try weather(#"{"answerLost": {"between": [0.01, 0.1]}}"#)
        let two = try weather(
            #"{"lag": {"median": {"between": [1, 2]}, "sigma": 0}, "answerLost": {"between": [0.01, 0.1]}}"#)
        #expect(one.settings(seed: 3).faults.answerLost == two.settings(seed: 3).faults.answerLost)
    }

    @Test func aDrawThatComesToNoValueOfItsSettingIsRefusedAtOnce() {
        #expect(throws: SettingError("answerLost must be a share from 0 to 1, not 2.0")) {
            try weather(#"{"answerLost": {"between": [0.1, 2]}}"#)
        }
    }

    @Test(arguments: [
        (#"{"lag": {"oneOf": [1, "bogus", 2]}}"#, "lag must be"),
        (#"{"zosMissing": {"chance": 7, "value": true}}"#, "chance is a number from 0 to 1, not 7"),
        (#"{"vanishes": {"chanse": 0.5, "between": [0, 1]}}"#, "chanse is no part of a draw"),
        (#"{"vanishes": {"between": [0.9, 0.1]}}"#, "between is [lowest, highest], not [0.9,0.1]"),
        (#"{"bootTime": {"median": 5, "sigam": 2}}"#, "bootTime must be"),
        (#"{"throttleStorm": {"every": 10, "length": 100}}"#, "throttleStorm must be"),
        (#"{"vanishes": {"oneOf": []}}"#, "oneOf is a list of values"),
    ])
    func aMistakeInADrawIsNoCalmWeather(text: String, problem: String) {
        let error = #expect(throws: SettingError.self) { _ = try weather(text) }
        #expect(error?.reason.contains(problem) == true, "\(error?.reason ?? "")")
    }

    @Test func anUnknownSettingNamesTheKnownOnes() {
        let error = #expect(throws: SettingError.self) { try weather(#"{"answerLots": 0.1}"#) }
        #expect(error?.reason.hasPrefix("unknown setting 'answerLots' (did you mean 'answerLost'?)") == true)
    }
}
