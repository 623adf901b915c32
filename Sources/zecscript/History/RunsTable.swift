internal import History
internal import Journal

/// The table of `zecscript runs`.
struct RunsTable {
    let summaries: [Summary]

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
        [
            summary.head.id.label, summary.head.hasBegun ? CalendarWords.minute(summary.head.began) : "-",
            CalendarWords.length(summary.head.seconds),
            summary.head.standing.rawValue, String(summary.count(.done)), String(summary.count(.failed)),
            String(summary.count(.uncertain)), String(summary.left),
        ]
    }
}
