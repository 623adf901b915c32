import Basics
import ScriptRuntime
import Simulator

/// One self-contained page about a rehearsal: its figures, and the first run with a violation (or else the first run) as a chart.
package enum HTMLReport {
    /// Makes the page as HTML; `heading` names what was rehearsed.
    ///
    /// `result` is the run that is shown in full: it is repeated for the page, on the calling thread. `finding` is the
    /// smallest case, if there was a violation, and `command` replays it, word by word. `origin` tells how the page was made: names
    /// and values.
    package static func page(
        heading: String, summary: RehearsalSummary, of rehearsal: Rehearsal, result: RunResult,
        finding: Finding?, command: [String], origin: [(name: String, text: String)] = [],
        guardedBy guardian: RunGuardian
    ) throws -> String {
        let run = try RehearsedRun(rehearsal, rehearsal.run(result.index)).perform(guardedBy: guardian)
        var html = HTMLText()
        html.markup(head)
        html.element("title", "", "Rehearsal: \(heading)")
        html.markup(style)
        html.element("h1", "", "Rehearsal: \(heading)")
        verdict(summary, &html)
        figures(summary, origin, &html)
        show(run, title: "The run with seed \(result.seed)", result.violations.first, &html)
        if let finding {
            show(finding.run, title: "The smallest case found", finding.violation, &html)
            timeline(finding, &html)
            html.element("h3", "", "To see it again")
            html.element("pre", "", ShellWords.line(command))
        }
        html.markup("</main></body></html>\n")
        return html.text
    }

    private static func verdict(_ summary: RehearsalSummary, _ html: inout HTMLText) {
        guard !summary.violated.isEmpty else {
            return html.element(
                "p", "class=\"verdict good\"",
                "Nothing was violated in \(summary.runs) run\(summary.runs == 1 ? "" : "s").")
        }
        html.element(
            "p", "class=\"verdict bad\"",
            "Something was violated in \(summary.runsWithViolations) of \(summary.runs) runs.")
        html.markup("<ul>\n")
        for violated in summary.violated {
            html.element(
                "li", "", "\(violated.runs) × \(violated.invariant) (first with seed \(violated.firstSeed))")
        }
        html.markup("</ul>\n")
    }

    private static func figures(
        _ summary: RehearsalSummary, _ origin: [(name: String, text: String)], _ html: inout HTMLText
    ) {
        html.markup("<table>\n")
        for row in SummaryTable.rows(of: summary) + origin where row.name != "violations" {
            html.markup("<tr>")
            html.element("th", "", row.name)
            html.element("td", "", row.text)
            html.markup("</tr>\n")
        }
        html.markup("</table>\n")
    }

    private static func show(
        _ run: RunRecord, title: String, _ violation: Violation?, _ html: inout HTMLText
    ) {
        let chart = RunChart(run, violation)
        let matter = Set((violation?.instances ?? []).compactMap { run.fleet.index(ofID: $0) })
        let picture = ChartSVG(chart: chart, violation: violation, matter: matter)
        html.element("h2", "", title)
        if let violation {
            html.element(
                "p", "",
                "\(DurationText.describe(violation.at.sinceStart)) after the start: \(violation.message).")
        }
        html.element("h3", "", "Instances down")
        html.markup(
            "<p class=\"legend\"><span><span class=\"key counted\"></span>down or being rebooted</span> <span><span class=\"key really\"></span>really down</span></p>\n"
        )
        show(picture.downPicture(title: "Instances down over time"), &html)
        html.element("h3", "", "Each instance")
        legend(&html)
        show(picture.barPicture(title: "What happened to each instance"), &html)
        notes(chart, picture, run, &html)
    }

    /// A picture that scrolls sideways if the browser is narrow, so that its letters stay readable.
    private static func show(_ picture: String, _ html: inout HTMLText) {
        html.markup("<div class=\"picture\">\(picture)</div>\n")
    }

    private static func legend(_ html: inout HTMLText) {
        html.markup("<p class=\"legend\">")
        for stretch in RunChart.Bar.Stretch.allCases {
            html.markup("<span><span class=\"key \(stretch.rawValue)\"></span>")
            html.escaped(stretch.words)
            html.markup("</span> ")
        }
        html.markup("</p>\n")
    }

    private static func notes(
        _ chart: RunChart, _ picture: ChartSVG, _ run: RunRecord, _ html: inout HTMLText
    ) {
        let end = DurationText.describe(run.endedAt.sinceStart)
        html.element(
            "p", "class=\"ending\"",
            run.exitCode.map { "It ended with \(ExitCode.described($0)) after \(end)." + cause(of: run) }
                ?? "It had not ended after \(end).")
        var notes: [String] = []
        if picture.barsLeftOut > 0 { notes.append("\(picture.barsLeftOut) more instances are left out.") }
        if chart.untouched > 0 { notes.append("Nothing happened to \(chart.untouched) of the instances.") }
        if !notes.isEmpty { html.element("p", "class=\"note\"", notes.joined(separator: " ")) }
    }

    private static func cause(of run: RunRecord) -> String {
        EndingCause(run).map { " The cause: \($0.text)" } ?? ""
    }

    private static func timeline(_ finding: Finding, _ html: inout HTMLText) {
        html.element("h3", "", "What happened")
        html.markup("<table class=\"timeline\">\n")
        for entry in finding.timeline {
            html.markup("<tr class=\"\(entry.side.rawValue)\">")
            html.element("td", "class=\"time\"", FindingText.time(entry.at).trimmedStart)
            html.element("td", "class=\"side\"", entry.side.rawValue)
            html.element("td", "", entry.text)
            html.markup("</tr>\n")
        }
        html.markup("</table>\n")
    }
}

extension String {
    fileprivate var trimmedStart: String { String(drop { $0 == " " }) }
}
