import Foundation
import Testing

/// The words that the page `Words` retires occur nowhere in sources, scripts and pages.
@Suite struct WordsTests {
    private static let retired = [
        #"\bnobody\b"#, #"\bsomebody\b"#, #"\bso many\b"#, #"(?<!the )\bone that\b"#, #"\bones that\b"#,
        #"\bmay regret\b"#, #"\bis no knob\b"#, #"\bbegins? not all\b"#, #"\bnot all begun\b"#,
        #"\bis no Lua\b"#,
        #"\bto be had by\b"#, #"\bfor want of\b"#, #"\bsays so\b"#,
    ]

    @Test func noRetiredWordIsLeft() throws {
        let expression = try NSRegularExpression(
            pattern: Self.retired.joined(separator: "|"), options: [.caseInsensitive])
        let texts = SourceTexts.all()
        #expect(texts.count > 500)
        for (path, text) in texts {
            let range = NSRange(text.startIndex..., in: text)
            for match in expression.matches(in: text, range: range) {
                guard let place = Range(match.range, in: text) else { continue }
                let line = text[..<place.lowerBound].count { $0 == "\n" } + 1
                Issue.record("\(path):\(line): '\(text[place])' is a retired word; see Words.md")
            }
        }
    }
}
