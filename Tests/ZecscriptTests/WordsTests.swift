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

    private static func texts() -> [(path: String, text: String)] {
        ["Sources", "scripts", "README.md"].flatMap { name -> [(path: String, text: String)] in
            let root = packageFile(name)
            let found = FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil)
            let files = [root] + (found?.allObjects ?? []).compactMap { $0 as? URL }
            return files.compactMap { file in
                let isRead = ["swift", "lua", "md", "c", "h", "sh", "py"].contains(file.pathExtension)
                // The decisions are a record of their time, and the page of words quotes the words.
                let isLeftOut = file.path.contains("/Decisions/") || file.lastPathComponent == "Words.md"
                guard isRead, !isLeftOut, let text = try? String(contentsOf: file, encoding: .utf8) else {
                    return nil
                }
                return (file.path, text)
            }
        }
    }

    @Test func noRetiredWordIsLeft() throws {
        let expression = try NSRegularExpression(
            pattern: Self.retired.joined(separator: "|"), options: [.caseInsensitive])
        let texts = Self.texts()
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
