package import Basics
import ScriptRuntime
import Simulator

/// One line about a run, in plain words.
package struct StoryLine: Sendable, Equatable {
    /// Who acts: the script, the cloud, or the true state of the machines.
    package enum Side: String, Sendable { case script, cloud, truth, violation }

    package var at: Moment
    package var side: Side
    package var text: String
}

/// Describes a run in plain words: only the moments that matter.
enum RunStory {
    /// The limit of lines; the lines that are left out before and after are counted.
    private static let linesMax = 60

    static func entries(of events: [Event], in fleet: Fleet, around violation: Violation?) -> [StoryLine] {
        var teller = Teller(fleet: fleet, matter: Set(violation?.instances ?? []))
        guard let violation else {
            for event in events { teller.tell(event) }
            return teller.entries
        }
        for event in events where event.at <= violation.at { teller.tell(event) }
        teller.entries.append(StoryLine(at: violation.at, side: .violation, text: violation.message))
        for event in events where event.at > violation.at { teller.tell(event) }
        return shortened(teller.entries)
    }

    private static func shortened(_ entries: [StoryLine]) -> [StoryLine] {
        guard entries.count > linesMax, let violation = entries.firstIndex(where: { $0.side == .violation })
        else {
            return entries
        }
        let from = min(max(0, violation - linesMax * 2 / 3), entries.count - linesMax)
        var kept = Array(entries[from..<(from + linesMax)])
        if from > 0 {
            kept.insert(
                StoryLine(
                    at: entries[from].at, side: .truth, text: "… \(from) lines before this are left out"),
                at: 0)
        }
        let after = entries.count - from - linesMax
        if after > 0, let last = kept.last {
            kept.append(
                StoryLine(at: last.at, side: .truth, text: "… \(after) lines after this are left out"))
        }
        return kept
    }
}

/// Makes lines of events; several events of one kind at one moment become one line.
private struct Teller {
    let fleet: Fleet
    let matter: Set<String>
    var entries: [StoryLine] = []
    private var together: (at: Moment, words: String, ids: [String])?

    init(fleet: Fleet, matter: Set<String>) {
        self.fleet = fleet
        self.matter = matter
    }

    mutating func tell(_ event: Event) {
        switch event.kind {
        case .did(let act, let place): tell(act, at: event.at, place: place)
        case .said(let text, let stream): tell(said: text, stream, at: event.at)
        case .ended(let exitCode, let message):
            let ending =
                exitCode < 0 ? "had not ended within the limit of simulated time" : "ends with \(exitCode)"
            add(event.at, .script, ending + (message.map { ": \($0)" } ?? ""))
        case .killed(let process): add(event.at, .truth, "process \(process) of the script is killed")
        case .begun(let process):
            add(event.at, .truth, "the same script is started again, as process \(process)")
        case .request(let number, let action, let ids, let outcome):
            // A request that was answered matters only if it changes something.
            guard outcome != .answered || action.hasSuffix("Instances") && !action.hasPrefix("Describe")
            else { return }
            let named = ids.map { " of \($0)" } ?? ""
            add(event.at, .cloud, "request \(number), \(action)\(named): \(outcome.words)")
        case .rebootAccepted(let index, _, let state, _):
            let was = state.isHealthy ? "" : " (it was \(state.words))"
            add(event.at, .truth, "accepted to reboot\(was)", of: index)
        case .stopAccepted(let index, _): add(event.at, .truth, "accepted to stop", of: index)
        case .startAccepted(let index, _): add(event.at, .truth, "accepted to start", of: index)
        case .serviceRestarted(let index, _): add(event.at, .truth, "is restarting the service", of: index)
        case .machine(let index, let state): add(event.at, .truth, "is \(state.words)", of: index)
        case .struck(let occurrence): add(event.at, .cloud, "fault: \(occurrence.words(in: fleet))")
        }
    }

    private mutating func tell(_ act: ScriptAct, at moment: Moment, place: String?) {
        let at = place.map { " (\($0))" } ?? ""
        switch act {
        case .power(let power, let ids): add(moment, .script, "asks to \(power.rawValue) \(list(ids))\(at)")
        case .selection(let ids): add(moment, .script, "has selected \(list(ids))\(at)")
        case .maxDown(let limit): add(moment, .script, "allows \(limit.text) to be down\(at)")
        case .window: add(moment, .script, "declares a window\(at)")
        case .service(let name, let ids):
            add(moment, .script, "declares the service \(name) of \(list(ids))\(at)")
        case .rollBegan(let roll):
            add(
                moment, .script,
                "begins the roll \(roll.name) of \(list(roll.ids)); \(roll.maxDown.text) may be down\(at)")
        case .rollEnded(let number): add(moment, .script, "ends its roll \(number)\(at)")
        case .drained(let id, let service): add(moment, .script, "drains \(name(id)) from \(service)\(at)")
        case .undrained(let id, let service):
            add(moment, .script, "puts \(name(id)) back into \(service)\(at)")
        case .outcome(let id, let outcome, let reason):
            guard matter.contains(id) else { return }
            let why = reason.map { ": \($0)" } ?? ""
            add(moment, .script, "calls \(name(id)) \(outcome.rawValue)\(why)\(at)")
        case .violated(let name, let message): add(moment, .truth, "condition \(name): \(message)")
        }
    }

    private mutating func tell(said text: String, _ stream: HostStream, at moment: Moment) {
        let lines = text.split(separator: "\n")
        guard let first = lines.first,
            !first.contains("\"message\":\"") || first.contains("\"level\":\"error\"")
        else {
            return
        }
        guard entries.suffix(3).contains(where: { !$0.text.hasPrefix("writes: ") }) || entries.count < 3
        else { return }
        let shown = String(first.prefix(100).map { $0.isControl ? "\u{FFFD}" : $0 })
        add(moment, .script, "writes: \(shown)" + (lines.count > 1 ? " …" : ""))
    }

    private mutating func add(_ moment: Moment, _ side: StoryLine.Side, _ text: String) {
        together = nil
        entries.append(StoryLine(at: moment, side: side, text: text))
    }

    /// Joins the events of several instances at one moment.
    private mutating func add(_ moment: Moment, _ side: StoryLine.Side, _ words: String, of index: Int32) {
        let id = fleet.instances[Int(index)].id
        if let last = together, last.at == moment, last.words == words, !entries.isEmpty {
            together?.ids.append(id)
            entries.removeLast()
        } else {
            together = (moment, words, [id])
        }
        let ids = together?.ids ?? [id]
        let verb = ids.count == 1 ? words : words.replacingPrefix("is ", with: "are ")
        entries.append(StoryLine(at: moment, side: side, text: "\(list(ids)) \(verb)"))
    }

    private func list(_ ids: [String]) -> String {
        guard ids.count > 4 else {
            return ids.isEmpty ? "no instance" : ids.map(name).joined(separator: ", ")
        }
        return ids.prefix(3).map(name).joined(separator: ", ") + " and \(ids.count - 3) more"
    }

    private func name(_ id: String) -> String { fleet.index(ofID: id).map { fleet.instances[$0].name } ?? id }
}

extension RequestOutcome {
    /// `answered`, `refused: 429 REQUEST_LIMIT_EXCEEDED`.
    fileprivate var words: String {
        switch self {
        case .answered: "answered"
        case .refused(let status, let code): "refused: \(status) \(code)"
        case .lost: "lost before it arrived"
        case .postponed: "not answered, and to be carried out later"
        case .unheard: "done, but the answer is lost, late or unreadable"
        case .failed: "not done, and the answer does not tell"
        }
    }
}

extension String {
    fileprivate func replacingPrefix(_ prefix: String, with other: String) -> String {
        hasPrefix(prefix) ? other + dropFirst(prefix.count) : self
    }
}

extension Character {
    /// Whether it is a control character, which could act on a terminal.
    fileprivate var isControl: Bool { unicodeScalars.contains { $0.properties.generalCategory == .control } }
}
