import Testing

@testable import JournalSQLite

@Suite struct FileNameTests {
    @Test(arguments: [
        ("web", "web"), ("https://a.b:8080/c", "https%3A%2F%2Fa.b%3A8080%2Fc"), ("..", "%2E."), ("", "%"),
        ("zürich 1", "z%C3%BCrich%201"), ("100%", "100%25"), ("~", "%7E"),
    ])
    func anyTextIsTheNameOfAFileAndReadBack(text: String, name: String) {
        #expect(FileName.encoded(text) == name)
        #expect(FileName.decoded(name) == text)
    }

    @Test func longNamesAreCutAndStayApart() {
        let names = ["a", "b"].map { FileName.encoded(String(repeating: "x", count: 300) + $0) }
        #expect(names[0] != names[1])
        #expect(names.allSatisfy { $0.utf8.count == 255 })
        #expect(FileName.decoded(names[0]) == nil)
    }

    @Test(arguments: ["%", "a b", "%zz", "%2", "%2F%", "A%2e", "%+1"])
    func aNameThatWasNeverMadeIsNotRead(name: String) {
        #expect(FileName.decoded(name) == (name == "%" ? "" : nil))
    }
}
