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
        lines += ["", "To see it again:", "  " + commandLine(command)]
        return lines.map { $0 + "\n" }.joined()
    }

    /// The words as one command line for a shell.
    package static func commandLine(_ words: [String]) -> String {
        words.map(quoted).joined(separator: " ")
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

    /// The word with quotes if a shell needs them.
    private static func quoted(_ word: String) -> String {
        let plain = word.utf8.allSatisfy { byte in
            (byte | 0x20) >= UInt8(ascii: "a") && (byte | 0x20) <= UInt8(ascii: "z")
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || "-_./:=,%@+".utf8.contains(byte)
        }
        guard !plain || word.isEmpty else { return word }
        return "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''")
            + "'"
    }
}

extension String {
    fileprivate func padded(to width: Int) -> String {
        self + String(repeating: " ", count: max(1, width - count))
    }
}
