internal import History
internal import Journal

/// The table of `zecscript runs`.
struct RunsTable {
    let summaries: [Summary]

    var text: String {
        let endpoints = Set(summaries.map(\.id.endpoint))
        let hasEndpoints = endpoints.count > 1
        var table = TextTable(
            ["RUN", "BEGAN (UTC)", "TOOK", "STATUS", "DONE", "FAILED", "UNCERTAIN", "LEFT"]
                + (hasEndpoints ? ["ENDPOINT"] : []) + ["STOPPED"],
            numeric: [2, 4, 5, 6, 7])
        for summary in summaries {
            table.add(
                cells(summary) + (hasEndpoints ? [summary.id.endpoint] : []) + [summary.stopped ?? ""])
        }
        return table.text
    }

    private func cells(_ summary: Summary) -> [String] {
        [
            summary.id.label, CalendarWords.minute(summary.began), CalendarWords.length(summary.seconds),
            summary.standing.rawValue, String(summary.count(.done)), String(summary.count(.failed)),
            String(summary.count(.uncertain)), String(summary.left),
        ]
    }
}
