internal import History
internal import Journal

/// The table of `zecscript runs`.
struct RunsTable {
    let summaries: [Summary]
    /// How a campaign stands, in one word.
    let status: (CampaignHead) -> String

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
                    summary.head.stopped?.reason ?? ""
                ])
        }
        return table.text
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
