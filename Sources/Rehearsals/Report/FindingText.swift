import Basics
import ScriptRuntime

/// A finding as text for people.
package enum FindingText {
    /// The seed, the violation, the smallest case as a timeline, and the command that replays it, word by word.
    package static func text(of finding: Finding, command: [String]) -> String {
        var lines = ["", "VIOLATION with seed \(finding.seed): \(finding.original.invariant)"]
        lines.append("  \(time(finding.original.at))  \(finding.original.message)")
        lines.append("")
        lines.append("The smallest case found: \(size(of: finding))")
        lines = lines.map { VisibleText.escaped($0) } + finding.timeline.map(line)
        lines += ["", "To see it again:", "  " + ShellWords.line(command)]
        return lines.map { $0 + "\n" }.joined()
    }

    private static func size(of finding: Finding) -> String {
        let instances = finding.instances.count
        var text = "\(instances) instance\(instances == 1 ? "" : "s") of \(finding.instancesBefore)"
        if finding.faultsBefore > 0 {
            text +=
                ", \(finding.faults.count) fault\(finding.faults.count == 1 ? "" : "s") of \(finding.faultsBefore)"
            if !finding.faults.isEmpty { text += " (\(finding.faults.prefix(4).joined(separator: ", "))" }
            if !finding.faults.isEmpty { text += finding.faults.count > 4 ? ", …)" : ")" }
        }
        return text
    }

    package static func line(_ entry: StoryLine) -> String {
        let marker = entry.side == .violation ? ">>" : "  "
        let side = entry.side == .violation ? "" : entry.side.rawValue
        return VisibleText.escaped("\(marker)\(time(entry.at))  \(side.padded(to: 7))\(entry.text)")
    }

    /// Seconds with a tenth, right-aligned.
    static func time(_ moment: Moment) -> String {
        let tenths = Int((moment.seconds * 10).rounded())
        let text = "\(tenths / 10).\(tenths % 10) s"
        return String(repeating: " ", count: max(0, 10 - text.count)) + text
    }
}

extension String {
    fileprivate func padded(to width: Int) -> String {
        self + String(repeating: " ", count: max(1, width - count))
    }
}
