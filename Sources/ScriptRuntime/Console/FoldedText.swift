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
}
