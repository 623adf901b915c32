/// Text in lines that fit a terminal.
package enum FoldedText {
    /// Breaks a text at its spaces into lines of at most `columns` columns; a word that is longer has a line of its own.
    ///
    /// A no-break space does not break a line, and becomes a space.
    package static func lines(of text: some StringProtocol, columns: Int) -> [String] {
        var lines: [String] = [], line = "", width = 0
        for word in text.split(separator: " ") {
            let size = VisibleText.width(String(word))
            if !line.isEmpty, width + 1 + size > columns {
                lines.append(line)
                (line, width) = ("", 0)
            }
            line += line.isEmpty ? String(word) : " \(word)"
            width += size + (width > 0 ? 1 : 0)
        }
        return (lines + [line]).map { $0.replacing("\u{A0}", with: " ") }
    }

    /// Breaks the long lines of a page.
    ///
    /// The further lines of `  NAME  its meaning` stand below the meaning; those of other lines have the margin of the line,
    /// and `hanging` columns more.
    package static func page(_ text: String, columns: Int, hanging: Int = 0) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).flatMap { line -> [String] in
            // No character takes more columns than bytes, and bytes are counted faster.
            guard line.utf8.count > columns, VisibleText.width(String(line)) > columns else {
                return [String(line)]
            }
            let start = start(of: line)
            let indent = start.count + (start.allSatisfy { $0 == " " } ? hanging : 0)
            let lines = lines(of: line.dropFirst(start.count), columns: max(20, columns - indent))
            let margin = String(repeating: " ", count: indent)
            return lines.enumerated().map { ($0 == 0 ? String(start) : margin) + $1 }
        }
        .joined(separator: "\n")
    }

    /// Joins the lines of each paragraph, so that they can be broken anew; keeps lines with a margin or a gap.
    package static func joined(_ text: String) -> String {
        var lines: [Substring] = [], joined: [String] = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if isProse(line), lines.last.map(isProse) == true {
                joined[joined.count - 1] += " " + line
            } else {
                joined.append(String(line))
            }
            lines.append(line)
        }
        return joined.joined(separator: "\n")
    }

    private static func isProse(_ line: Substring) -> Bool {
        !line.isEmpty && !line.hasPrefix(" ") && line.firstRange(of: "  ") == nil
    }

    /// Breaks the long lines of a report for a terminal; returns the text as it is if `columns` is nil, for a file.
    ///
    /// A line that ends with a command, after a colon, stays whole, so that it can be copied.
    package static func report(_ text: String, columns: Int?) -> String {
        guard let columns, text.utf8.count > columns else { return text }
        return text.split(separator: "\n", omittingEmptySubsequences: false)
            .map { line in
                if isCommand(line) { return String(line).replacing("\u{A0}", with: " ") }
                return page(String(line), columns: columns, hanging: 2)
            }
            .joined(separator: "\n")
    }

    private static func isCommand(_ line: Substring) -> Bool {
        if line.drop(while: { $0 == " " }).hasPrefix("zecscript ") { return true }
        guard let colon = line.ranges(of: ": zecscript ").last else { return false }
        return !line[colon.upperBound...].contains { ";(".contains($0) }
    }

    /// The most columns of a name before its meaning; a later gap is part of the text.
    private static let widestName = 30

    /// The part of a line that its further lines leave blank: `  NAME  `, or the margin of a line without a name.
    private static func start(of line: Substring) -> Substring {
        let margin = line.prefix { $0 == " " }
        guard let gap = line[margin.endIndex...].firstRange(of: "  ") else { return margin }
        let start = line[..<gap.lowerBound] + line[gap.lowerBound...].prefix { $0 == " " }
        return start.count <= widestName ? start : margin
    }
}
