internal import History
internal import Journal
internal import ScriptRuntime

/// The table of `zecscript runs`.
struct RunsTable {
    let summaries: [Summary]
    /// How a campaign stands, in one word.
    let status: (CampaignHead) -> String
    /// The columns of the terminal; nil elsewhere.
    var width: Int?

    var text: String {
        let endpoints = Set(summaries.map(\.head.id.endpoint))
        let hasEndpoints = endpoints.count > 1
        var table = TextTable(
            ["RUN", "BEGAN (UTC)", "TOOK", "STATUS", "DONE", "FAILED", "UNCERTAIN", "LEFT"]
                + (hasEndpoints ? ["ENDPOINT"] : []) + ["STOPPED"],
            numeric: [2, 4, 5, 6, 7])
        for summary in summaries {
            table.add(
                cells(summary) + (hasEndpoints ? [summary.head.id.endpoint] : []) + [
                    summary.head.stopReason(left: summary.left) ?? ""
                ])
        }
        guard let width, table.lines.contains(where: { VisibleText.width($0) > width }) else {
            return table.text
        }
        return folded(table.withoutLast(), width: width)
    }

    /// The table of a narrow terminal: what stopped a roll stands below its row.
    private func folded(_ table: TextTable, width: Int) -> String {
        let reasons = [nil] + summaries.map { $0.head.stopReason(left: $0.left) }
        return zip(table.lines, reasons).flatMap { line, reason in
            [line]
                + (reason.map { FoldedText.lines(of: VisibleText.escaped($0), columns: width - 4) } ?? [])
                .map { "    \($0)" }
        }
        .map { "\($0)\n" }.joined()
    }

    private func cells(_ summary: Summary) -> [String] {
        let isScript = summary.head.id.kind == .script
        return [
            summary.head.id.label, summary.head.hasBegun ? CalendarWords.minute(summary.head.began) : "-",
            CalendarWords.length(summary.head.seconds),
            status(summary.head), isScript ? "-" : String(summary.count(.done)),
            String(summary.count(.failed)), String(summary.count(.uncertain)),
            isScript ? "-" : String(summary.left),
        ]
    }
}
