/// The text below the usage of a help page: paragraphs, then sections that have a title in capitals.
struct HelpSections {
    struct Section {
        var title: String
        /// Lines of a term and its explanation.
        var rows: [(term: String, text: String)] = []
    }

    static let exitCodes = "EXIT CODES"

    private(set) var paragraphs: [String] = []
    private(set) var sections: [Section] = []

    init(_ text: String) {
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if Self.isTitle(line) {
                sections.append(Section(title: "\(line)"))
            } else if line.hasPrefix("      "), let last = sections.indices.last,
                let row = sections[last].rows.indices.last
            {
                sections[last].rows[row].text += " " + line.drop { $0 == " " }  // a folded line
            } else if line.hasPrefix("  "), let row = Self.row(line) {
                add(row)
            } else if !line.isEmpty, sections.isEmpty {
                paragraphs.append("\(line)")
            }
        }
    }

    private mutating func add(_ row: (term: String, text: String)) {
        guard let last = sections.indices.last else { return paragraphs.append("\(row.term) \(row.text)") }
        sections[last].rows.append(row)
    }

    private static func isTitle(_ line: Substring) -> Bool {
        let word = line.prefix { $0 != " " && $0 != "(" }
        return word.count > 3 && word.allSatisfy(\.isUppercase)
    }

    private static func row(_ line: Substring) -> (term: String, text: String)? {
        let line = line.drop { $0 == " " }
        let term = line.prefix { $0 != " " }
        return term.isEmpty ? nil : ("\(term)", "\(line[term.endIndex...].drop { $0 == " " })")
    }
}
