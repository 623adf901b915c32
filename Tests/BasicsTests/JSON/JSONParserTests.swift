import Basics
import Testing

struct JSONParserTests {
    @Test(
        arguments: [
            ("null", JSONValue.null), (" true ", true), ("false", false), ("0", 0), ("-0", 0), ("-17", -17),
            ("9223372036854775807", .integer(.max)), ("-9223372036854775808", .integer(.min)),
            ("9223372036854775808", .number(9_223_372_036_854_775_808)), ("1.0", .number(1)),
            ("1e3", .number(1000)),
            ("-2.5E-1", .number(-0.25)), ("\"\"", ""), ("[]", []), ("{ }", [:]), ("[1,[2]]", [1, [2]]),
        ] as [(String, JSONValue)])
    func readsEachKindOfValue(text: String, value: JSONValue) throws {
        #expect(try JSONValue(parsing: text) == value)
    }

    @Test(arguments: [
        (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"), (#""\u5b9e\u4F8B-1""#, "实例-1"),
        (#""\ud83d\ude00""#, "😀"), (#""\ud83d""#, "\u{FFFD}"), (#""\ude00x""#, "\u{FFFD}x"),
        (#""\ud83d\u0041""#, "\u{FFFD}A"), (#""\ud83d\n""#, "\u{FFFD}\n"), (#""a\u0000b""#, "a\0b"),
    ])
    func decodesEscapes(text: String, value: String) throws {
        #expect(try JSONValue(parsing: text) == .string(value))
    }

    @Test(arguments: [
        "", " ", "nul", "tru", "True", "01", "-", "1.", ".5", "1e", "+1", "1e999", "NaN", "[1,]", "[1 2]",
        "[",
        "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{a:1}", "{", "\"", "\"a", "\"\\x\"", "\"\\u12\"", "\"\\u12G4\"",
        "\"\n\"",
        "'a'", "1 1", "[1]]", "<html>", "\u{FEFF}1", "\"\\ud83d\\",
    ])
    func refusesWhatIsNotJSON(text: String) {
        #expect(throws: JSONError.self) { try JSONValue(parsing: text) }
    }

    @Test func anIntegerIdentifierKeepsItsLastDigit() throws {
        let value = try JSONValue(parsing: "{\"id\": 1234567890123456789}")
        #expect(value["id"]?.integerValue == 1_234_567_890_123_456_789)
    }

    @Test func anErrorTellsLineAndColumn() {
        let error = #expect(throws: JSONError.self) { try JSONValue(parsing: "{\n  \"a\": x\n}") }
        #expect(error?.description == "unexpected character at line 2, column 8")
        #expect(error?.offset == 9)
    }

    @Test func invalidTextIsPlacedAtItsFirstBadByte() {
        let bytes: [UInt8] = [0x22, 0x41, 0xC3, 0xA9, 0xFF, 0x22]
        let error = #expect(throws: JSONError.self) { try JSONValue(parsing: bytes) }
        #expect(error?.reason == "invalid UTF-8")
        #expect(error?.offset == 4)
    }

    @Test func nestingEndsAtItsLimit() throws {
        func nested(_ depth: Int) -> String {
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        }
        _ = try JSONValue(parsing: nested(256))
        #expect(throws: JSONError.self) { try JSONValue(parsing: nested(257)) }
        #expect(throws: JSONError.self) {
            try JSONValue(parsing: String(repeating: "{\"a\":", count: 1_000_000))
        }
    }

    @Test func theLastOfARepeatedNameCounts() throws {
        let value = try JSONValue(parsing: "{\"a\":1,\"b\":2,\"a\":3}")
        #expect(value["a"] == 3)
        #expect(value.objectValue?.members.map(\.key) == ["a", "b", "a"])
    }
}

struct JSONFuzzTests {
    static let page = """
        {"requestId":"T1","response":{"totalCount":2,"dataSet":[{"instanceId":"1","status":"RUNNING","cpu":2,
        "load":0.5e-1,"tags":{"tags":[{"key":"r\\u00f4le","value":"wéb"}]},"keyId":null,"agent":true},[]]}}
        """

    @Test func anyBytesAreReadOrRefused() throws {
        var generator = SplitMix64(seed: 7)
        let interesting = Array("{}[]\",:\\u0123eE+-.dfnrt \u{0}".utf8) + [0x80, 0xC3, 0xED, 0xF4, 0xFF]
        for _ in 0..<20_000 {
            var bytes = Array(Self.page.utf8)
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                mutate(&bytes, from: interesting, using: &generator)
            }
            if let value = try? JSONValue(parsing: bytes) {
                #expect(try JSONValue(parsing: value.serialized()) == value)
            }
        }
    }

    @Test func everyTruncationIsRefused() {
        let bytes = Array(Self.page.utf8)
        for length in 0..<bytes.count {
            #expect(throws: JSONError.self) { try JSONValue(parsing: Array(bytes[..<length])) }
        }
    }

    private func mutate(
        _ bytes: inout [UInt8], from interesting: [UInt8], using generator: inout SplitMix64
    ) {
        guard !bytes.isEmpty else { return }
        let index = Int.random(in: 0..<bytes.count, using: &generator)
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: bytes.remove(at: index)
        case 1: bytes.insert(interesting.randomElement(using: &generator) ?? 0, at: index)
        case 2: bytes[index] = interesting.randomElement(using: &generator) ?? 0
        default: bytes.removeSubrange(index..<Int.random(in: index...bytes.count, using: &generator))
        }
    }
}
