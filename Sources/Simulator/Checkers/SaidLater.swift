import ScriptRuntime

/// What a script said of an instance after it had begun with it: drained it, or asked to reboot it.
struct SaidLater {
    private let run: RunRecord
    /// By place in the fleet: the event with which it began; nil where it never did.
    private var beginnings: [Int?]
    /// By the number of that event: the words of all that was said later.
    private var words: [Int: OutputWords] = [:]

    init(_ run: RunRecord) {
        self.run = run
        beginnings = Array(repeating: nil, count: run.fleet.count)
        for (position, event) in run.events.enumerated() {
            switch event.kind {
            case .did(.drained(let id, service: _), place: _): begin(id, at: position)
            case .did(.power(.reboot, ids: let ids), place: _):
                for id in ids { begin(id, at: position) }
            default: break
            }
        }
    }

    private mutating func begin(_ id: String, at position: Int) {
        guard let index = run.fleet.index(ofID: id), beginnings[index] == nil else { return }
        beginnings[index] = position
    }

    /// Whether an instance is named by its id or its name.
    mutating func names(_ index: Int) -> Bool {
        let beginning = beginnings[index] ?? 0
        let later = words[beginning] ?? Self.words(after: beginning, in: run)
        words[beginning] = later
        return later.name(run.fleet.instances[index])
    }

    private static func words(after beginning: Int, in run: RunRecord) -> OutputWords {
        var text: [UInt8] = []
        for event in run.events[beginning...] {
            if case .said(let said, _) = event.kind { text += Array(said.utf8) }
        }
        return OutputWords(text)
    }
}
