/// A manual page in the language of `man`.
struct Roff {
    private(set) var text = ""

    /// Begins the page of a name such as `zecscript-rehearse`.
    init(page name: String, source: String) {
        line(".TH \(Self.word(name.uppercased())) 1 \"\" \(Self.word(source)) \"\(Program.name)\"")
        // No hyphenation and no justified lines, because people copy options and paths from the page.
        line(".nh\n.ad l")
    }

    mutating func section(_ title: String) { line(".SH \(Self.word(title))") }

    mutating func paragraph(_ text: String) {
        line(".PP")
        line(Self.escaped(text))
    }

    /// A term in bold, and its explanation.
    mutating func term(_ term: String, _ explanation: String) {
        line(".TP\n.B \(Self.word(term))")
        line(explanation.isEmpty ? "\\&" : Self.escaped(explanation))
    }

    /// Lines that stay as they are.
    mutating func example(_ lines: String) {
        line(".PP\n.RS 4\n.nf\n.EX")
        line(Self.escaped(lines))
        line(".EE\n.fi\n.RE")
    }

    mutating func plain(_ text: String) { line(Self.escaped(text)) }

    /// Names of pages, in bold, with their section.
    mutating func references(_ names: [String]) {
        for (index, name) in names.enumerated() {
            line(".BR \(Self.word(name)) (1)\(index < names.count - 1 ? "," : "")")
        }
    }

    private mutating func line(_ text: String) { self.text += text + "\n" }

    /// Quotes one argument of a roff request.
    private static func word(_ text: String) -> String {
        "\"\(escaped(text).replacing("\"", with: "\\(dq"))\""
    }

    /// Escapes the characters that `man` would read as a request, a hyphen or an accent.
    static func escaped(_ text: String) -> String {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            var escaped = ""
            for character in line {
                switch character {
                case "\\": escaped += "\\e"
                case "-": escaped += "\\-"
                case "'": escaped += "\\(aq"
                case "`": escaped += "\\(ga"
                case "^": escaped += "\\(ha"
                case "~": escaped += "\\(ti"
                default: escaped.append(character)
                }
            }
            return line.hasPrefix(".") ? "\\&" + escaped : escaped
        }
        return lines.joined(separator: "\n")
    }
}
