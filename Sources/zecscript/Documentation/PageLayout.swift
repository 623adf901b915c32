internal import ScriptRuntime

/// Lays a page of Markdown out for a terminal: paragraphs are wrapped, code stays as it is.
struct PageLayout {
    /// The columns of a line.
    var width: Int
    private var lines: [String] = []
    /// The paragraph or item that is being read.
    private var words: [Substring] = []
    private var indent = (first: "", rest: "")
    private var table: [[String]] = []
    private var isCode = false

    init(width: Int) { self.width = max(width, 20) }

    /// The page as text that ends with a line feed.
    static func text(of page: String, width: Int) -> String {
        var layout = PageLayout(width: width)
        for line in page.split(separator: "\n", omittingEmptySubsequences: false) { layout.add(line) }
        layout.endBlock()
        while layout.lines.last == "" { layout.lines.removeLast() }
        return layout.lines.joined(separator: "\n") + "\n"
    }

    private mutating func add(_ line: Substring) {
        if line.hasPrefix("```") {
            endBlock()
            isCode.toggle()
        } else if isCode {
            lines.append(line.isEmpty ? "" : "    \(line)")
        } else if line.hasPrefix("|") {
            endParagraph()
            addRow(line)
        } else if line.hasPrefix("#") {
            addHeading(line)
        } else if line.isEmpty {
            endBlock()
            if lines.last != "" { lines.append("") }
        } else {
            addProse(line)
        }
    }

    private mutating func addHeading(_ line: Substring) {
        endBlock()
        let level = line.prefix { $0 == "#" }.count
        let title = InlineMarkdown.plain(line.dropFirst(level + 1))
        lines.append(level == 1 ? title.uppercased() : title)
        if level == 2 { lines.append(String(repeating: "-", count: VisibleText.width(title))) }
    }

    private mutating func addProse(_ line: Substring) {
        if line.hasPrefix("!") { return }
        let text = line.drop { $0 == " " }
        if let marker = text.firstMatch(of: /^(- |[0-9]+\. )/) {
            endBlock()
            let blanks = String(repeating: " ", count: line.count - text.count)
            indent = (blanks + marker.output.0, blanks + String(repeating: " ", count: marker.output.0.count))
            words = text.dropFirst(marker.output.0.count).split(separator: " ")
        } else {
            words += text.split(separator: " ")
        }
    }

    private mutating func endBlock() {
        endParagraph()
        endTable()
    }

    private mutating func endParagraph() {
        defer { (words, indent) = ([], ("", "")) }
        guard !words.isEmpty else { return }
        lines += wrapped(InlineMarkdown.plain(words.joined(separator: " ")[...]), indent: indent)
    }

    private func wrapped(_ text: String, indent: (first: String, rest: String)) -> [String] {
        let lines = FoldedText.lines(of: text, columns: width - VisibleText.width(indent.first))
        return lines.enumerated().map { ($0 == 0 ? indent.first : indent.rest) + $1 }
    }
}

// MARK: - Tables

extension PageLayout {
    private mutating func addRow(_ line: Substring) {
        let cells = line.replacing("\\|", with: "\u{0}").split(
            separator: "|", omittingEmptySubsequences: false
        )
        .dropFirst().dropLast()
        .map { InlineMarkdown.plain($0[...]).replacing("\u{0}", with: "|").trimmingBlanks }
        if cells.allSatisfy({ $0.allSatisfy { "-: ".contains($0) } && !$0.isEmpty }) { return }
        table.append(cells)
    }

    private mutating func endTable() {
        defer { table = [] }
        let rows = table.filter { $0.contains { !$0.isEmpty } }
        guard let count = rows.map(\.count).max() else { return }
        let widths = (0..<count).map { column in
            rows.map { column < $0.count ? VisibleText.width($0[column]) : 0 }.max() ?? 0
        }
        let fits = widths.reduce(0, +) + 2 * (count - 1) <= width
        for row in rows { lines += fits ? [aligned(row, to: widths)] : stacked(row) }
    }

    private func aligned(_ row: [String], to widths: [Int]) -> String {
        zip(row, widths).map { cell, width in
            cell + String(repeating: " ", count: width - VisibleText.width(cell))
        }.joined(separator: "  ").trimmingBlanks
    }

    /// Puts the first cell of a row on its own line, and the other cells below it.
    private func stacked(_ row: [String]) -> [String] {
        let rest = row.dropFirst().filter { !$0.isEmpty }.joined(separator: "; ")
        let first = wrapped(row.first ?? "", indent: ("", ""))
        return rest.isEmpty ? first : first + wrapped(rest, indent: ("    ", "    "))
    }
}

extension String {
    /// The text without the blanks around it.
    fileprivate var trimmingBlanks: String {
        String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}
