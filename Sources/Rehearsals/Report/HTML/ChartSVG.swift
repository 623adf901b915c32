import Basics

/// Draws a run as two pictures that share a time axis: the instances down, and the course of each instance.
struct ChartSVG {
    /// The limit of bars; of a larger fleet, the instances of the violation come first.
    private static let barsMax = 300
    private static let labelWidth = 110.0, plotWidth = 850.0, rightMargin = 30.0
    private static let barHeight = 12.0, barGap = 4.0

    let chart: RunChart
    let violation: Violation?
    /// The places of the instances of the violation.
    let matter: Set<Int>

    private var width: Double { Self.labelWidth + Self.plotWidth + Self.rightMargin }

    private func x(_ moment: Moment) -> String {
        let share = max(0, min(1, Double(moment.nanoseconds) / Double(chart.end.nanoseconds)))
        return Self.decimal(Self.labelWidth + share * Self.plotWidth)
    }

    private static func decimal(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(abs(tenths % 10))"
    }

    // MARK: Instances down

    func downPicture(title: String) -> String {
        let height = 240.0, top = 20.0, bottom = 200.0
        let most = max(
            chart.counted.map(\.count).max() ?? 0, chart.down.map(\.count).max() ?? 0, chart.limit ?? 0, 1)
        func y(_ count: Int) -> String {
            Self.decimal(bottom - Double(count) / (Double(most) * 1.1) * (bottom - top))
        }
        var svg = open(height: height, title: title)
        svg.markup(axis(bottom: bottom, top: top))
        for count in Self.ticks(upTo: most) {
            svg.markup(
                "<text class=\"label\" x=\"\(Self.decimal(Self.labelWidth - 8))\" y=\"\(y(count))\" text-anchor=\"end\" dy=\"4\">\(count)</text>\n"
            )
        }
        svg.markup(
            "<path class=\"down\" d=\"\(steps(chart.down, y: y))L\(x(chart.end)) \(y(0))L\(x(.start)) \(y(0))Z\"/>\n"
        )
        svg.markup("<path class=\"counted\" d=\"\(steps(chart.counted, y: y))\"/>\n")
        if let limit = chart.limit {
            svg.markup(
                "<line class=\"limit\" x1=\"\(x(.start))\" x2=\"\(x(chart.end))\" y1=\"\(y(limit))\" y2=\"\(y(limit))\"/>\n"
            )
            svg.markup(
                "<text class=\"limit-label\" x=\"\(x(chart.end))\" y=\"\(y(limit))\" dy=\"-5\" text-anchor=\"end\">\(limit) may be down</text>\n"
            )
        }
        svg.markup(marker(top: top, bottom: bottom, labelled: true))
        svg.markup("</svg>\n")
        return svg.text
    }

    private func steps(_ steps: [RunChart.Step], y: (Int) -> String) -> String {
        var path = "M\(x(.start)) \(y(steps.first.flatMap { $0.at <= .start ? $0.count : nil } ?? 0))"
        for step in steps where step.at > .start { path += "H\(x(step.at))V\(y(step.count))" }
        return path + "H\(x(chart.end))"
    }

    private static func ticks(upTo most: Int) -> [Int] {
        let step =
            [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 10_000, 100_000].first { most / $0 <= 6 } ?? most
        return Array(stride(from: 0, through: most, by: step))
    }

    // MARK: The course of each instance

    func barPicture(title: String) -> String {
        let bars = drawnBars
        let top = 20.0, bottom = top + Double(bars.count) * (Self.barHeight + Self.barGap) + 6
        var svg = open(height: bottom + 40, title: title)
        svg.markup(axis(bottom: bottom, top: top))
        for (row, bar) in bars.enumerated() {
            draw(bar, y: top + 4 + Double(row) * (Self.barHeight + Self.barGap), &svg)
        }
        svg.markup(marker(top: top, bottom: bottom, labelled: false))
        svg.markup("</svg>\n")
        return svg.text
    }

    /// The number of bars that are not drawn.
    var barsLeftOut: Int { chart.bars.count - drawnBars.count }

    private var drawnBars: [RunChart.Bar] {
        guard chart.bars.count > Self.barsMax else { return chart.bars }
        let first = chart.bars.filter { matter.contains($0.index) }.prefix(Self.barsMax)
        let others = chart.bars.filter { !matter.contains($0.index) }.prefix(Self.barsMax - first.count)
        return Array(first) + others
    }

    private func draw(_ bar: RunChart.Bar, y: Double, _ svg: inout HTMLText) {
        let mark = matter.contains(bar.index) ? " matter" : ""
        svg.markup(
            "<text class=\"label\(mark)\" x=\"\(Self.decimal(Self.labelWidth - 8))\" y=\"\(Self.decimal(y + 10))\" text-anchor=\"end\">"
        )
        svg.escaped(bar.name.count > 16 ? String(bar.name.prefix(15)) + "…" : bar.name)
        svg.markup("</text>\n")
        for (position, part) in bar.stretches.enumerated() {
            let until = position + 1 < bar.stretches.count ? bar.stretches[position + 1].from : chart.end
            guard until > part.from else { continue }
            let from = x(part.from), to = x(until)
            let width = max(1, (Double(to) ?? 0) - (Double(from) ?? 0))
            svg.markup(
                "<rect class=\"\(part.stretch.rawValue)\" x=\"\(from)\" y=\"\(Self.decimal(y))\" width=\"\(Self.decimal(width))\" height=\"\(Self.decimal(Self.barHeight))\"><title>"
            )
            svg.escaped(
                "\(bar.name): \(part.stretch.words), from \(DurationText.describe(part.from.sinceStart)) for \(DurationText.describe(until.since(part.from)))"
            )
            svg.markup("</title></rect>\n")
        }
    }

    // MARK: Both

    private func open(height: Double, title: String) -> HTMLText {
        var svg = HTMLText()
        svg.markup("<svg viewBox=\"0 0 \(Self.decimal(width)) \(Self.decimal(height))\" role=\"img\"><title>")
        svg.escaped(title)
        svg.markup("</title>\n")
        return svg
    }

    private func axis(bottom: Double, top: Double) -> String {
        var markup = ""
        for seconds in timeTicks {
            let x = x(.seconds(seconds))
            markup +=
                "<line class=\"grid\" x1=\"\(x)\" x2=\"\(x)\" y1=\"\(Self.decimal(top))\" y2=\"\(Self.decimal(bottom))\"/>\n"
            markup +=
                "<text class=\"label\" x=\"\(x)\" y=\"\(Self.decimal(bottom + 18))\" text-anchor=\"middle\">\(seconds == 0 ? "0" : DurationText.describe(.seconds(seconds)))</text>\n"
        }
        return markup
    }

    private var timeTicks: [Double] {
        let total = chart.end.seconds
        let steps = [
            0.1, 0.5, 1, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 7200, 21_600, 86_400, 604_800, 2_592_000,
        ]
        let step = steps.first { total / $0 <= 10 } ?? total / 10
        return Array(stride(from: 0, through: total, by: step))
    }

    private func marker(top: Double, bottom: Double, labelled: Bool) -> String {
        guard let violation else { return "" }
        let x = x(violation.at), place = Double(x) ?? 0
        var markup =
            "<line class=\"violation\" x1=\"\(x)\" x2=\"\(x)\" y1=\"\(Self.decimal(top - 6))\" y2=\"\(Self.decimal(bottom))\"/>\n"
        guard labelled else { return markup }
        let isRight = place > Self.labelWidth + Self.plotWidth / 2
        let offset = isRight ? place - 5 : place + 5
        markup +=
            "<text class=\"violation-label\" x=\"\(Self.decimal(offset))\" y=\"\(Self.decimal(top - 4))\" text-anchor=\"\(isRight ? "end" : "start")\">violation</text>\n"
        return markup
    }
}
