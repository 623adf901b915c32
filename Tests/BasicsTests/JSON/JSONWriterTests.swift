import Basics
import Testing

struct JSONWriterTests {
    private func text(_ value: JSONValue, _ style: JSONStyle = .compact) -> String {
        String(decoding: value.serialized(style), as: UTF8.self)
    }

    @Test func compactTextHasNoSpacesAndKeepsTheOrder() {
        let value: JSONValue = ["b": [1, 2.5, nil, true], "a": ["x": "y"]]
        #expect(text(value) == #"{"b":[1,2.5,null,true],"a":{"x":"y"}}"#)
    }

    @Test func charactersThatActOnATerminalAreEscaped() {
        #expect(text("a\u{202E}b\u{9B}\u{FEFF}é雲") == #""a\u202eb\u009b\ufeffé雲""#)
    }

    @Test func prettyTextIsIndentedAndSorted() {
        let value: JSONValue = ["b": [1, []], "a": [:]]
        #expect(text(value, .pretty) == "{\n  \"a\": {},\n  \"b\": [\n    1,\n    []\n  ]\n}")
    }

    @Test func onlyWhatMustBeIsEscaped() {
        #expect(
            text("实/例\"\\\n\t\u{8}\u{C}\r\u{1}\u{1F}\u{7F}") == #""实/例\"\\\n\t\b\f\r\u0001\u001f"#
                + "\u{7F}\"")
    }

    @Test func aNumberThatIsNotFiniteBecomesNull() {
        #expect(text([.number(.infinity), .number(.nan)]) == "[null,null]")
    }

    @Test(arguments: [0.1, 1e21, -Double.leastNonzeroMagnitude, 1.7976931348623157e308, 1])
    func numbersSurviveTheRoundTrip(number: Double) throws {
        #expect(try JSONValue(parsing: JSONValue.number(number).serialized()) == .number(number))
    }

    @Test func settingAMemberReplacesOrAppendsOrRemovesIt() {
        var object: JSONObject = ["a": 1, "b": 2]
        object["a"] = 3
        object["c"] = 4
        object["b"] = nil
        #expect(object == ["a": 3, "c": 4])
    }
}
