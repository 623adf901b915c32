import Testing

/// Lists of rows in the REPL.
@Suite struct REPLTableTests {
    private func answers(to lines: String...) throws -> String {
        let conversation = try TypedConversation()
        _ = conversation.hold(lines)
        return conversation.output
    }

    @Test func aListOfInstancesIsATableOfTheColumnsThatMatter() throws {
        let lines = try answers(to: "zec.instances {}").split(separator: "\n")
        #expect(lines.count == 4)
        #expect(lines[0].hasPrefix("instanceId           instanceName  zoneId"))
        #expect(lines[1].hasPrefix("5870492317640928557  web-0001"))
        #expect(lines.allSatisfy { $0.count <= 100 })
    }

    @Test func anyListOfLikeRowsIsATable() throws {
        let output = try answers(to: "{ { a = 1, b = 'x' }, { a = 22, c = { 1, 2 } } }", "{ { 1 }, { 2 } }")
        #expect(output == "a   b  c\n1   x\n22     1 +1\n{ {1}, {2} }\n")
    }

    @Test func aTextIsNotCutWithinACharacter() throws {
        let output = try answers(to: "{ { n = ('é'):rep(50) }, { n = 'x' } }")
        #expect(output == "n\n" + String(repeating: "é", count: 39) + "…\nx\n")
    }

    @Test func aLongListIsCutAndCounted() throws {
        let output = try answers(
            to: "(function() local t = {} for i = 1, 1200 do t[i] = { n = i } end return t end)()")
        #expect(output.hasSuffix("\n1000\n… 200 more rows\n"))
    }
}
