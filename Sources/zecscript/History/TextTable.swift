internal import ScriptRuntime

/// Columns of text for people; text from outside is escaped.
struct TextTable {
    private var rows: [[String]]
    /// The columns that hold numbers.
    private let numeric: Set<Int>

    init(_ titles: [String], numeric: Set<Int>) {
        (rows, self.numeric) = ([titles], numeric)
    }

    mutating func add(_ cells: [String]) { rows.append(cells.map { VisibleText.escaped($0) }) }

    /// The table without its last column.
    func withoutLast() -> TextTable {
        var table = self
        table.rows = rows.map { Array($0.dropLast()) }
        return table
    }

    /// The lines; each ends with a line feed and has no blanks before it.
    var text: String { lines.map { "\($0)\n" }.joined() }

    var lines: [String] {
        let widths = (rows.first ?? []).indices.map { column in
            rows.map { VisibleText.width($0[column]) }.max() ?? 0
        }
        return rows.map { row in
            let cells = row.enumerated().map { aligned($1, to: widths[$0], isNumber: numeric.contains($0)) }
            return cells.joined(separator: "  ").trimmed
        }
    }

    private func aligned(_ cell: String, to width: Int, isNumber: Bool) -> String {
        let blanks = String(repeating: " ", count: max(0, width - VisibleText.width(cell)))
        return isNumber ? blanks + cell : cell + blanks
    }
}

extension String {
    /// The text without the blanks at its end.
    fileprivate var trimmed: String {
        String(reversed().drop { $0 == " " }.reversed())
    }
}
