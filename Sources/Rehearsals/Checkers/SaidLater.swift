import ScriptRuntime
import Simulator

/// Finds what a script wrote about an instance after its last request for the instance: drain, reboot, stop
/// or start.
///
/// Earlier output does not count, because the script could not know the result. A name that several instances
/// share identifies none of them; an id does.
struct SaidLater {
    private let run: RunRecord
    /// By place in the fleet: the position of the last request; nil for an instance without a request.
    private var beginnings: [Int?]
    /// By the position of a request: the words of all later output.
    private var words: [Int: OutputWords] = [:]
    private let sharedNames: Set<String>

    init(_ run: RunRecord) {
        self.run = run
        var names: Set<String> = []
        sharedNames = Set(run.fleet.instances.map(\.name).filter { !names.insert($0).inserted })
        beginnings = Array(repeating: nil, count: run.fleet.count)
        for (position, event) in run.events.enumerated() {
            switch event.kind {
            case .did(.drained(let id, service: _), place: _): begin(id, at: position)
            case .did(.power(_, ids: let ids), place: _):
                for id in ids { begin(id, at: position) }
            default: break
            }
        }
    }

    private mutating func begin(_ id: String, at position: Int) {
        guard let index = run.fleet.index(ofID: id) else { return }
        beginnings[index] = position
    }

    /// Whether the later output names an instance by its id or its name.
    mutating func names(_ index: Int) -> Bool {
        let beginning = beginnings[index] ?? 0
        let later = words[beginning] ?? Self.words(after: beginning, in: run)
        words[beginning] = later
        let instance = run.fleet.instances[index]
        return later.contain(instance.id)
            || !sharedNames.contains(instance.name) && later.contain(instance.name)
    }

    private static func words(after beginning: Int, in run: RunRecord) -> OutputWords {
        var text: [UInt8] = []
        for event in run.events[beginning...] {
            if case .said(let said, _) = event.kind { text += Array(said.utf8) }
        }
        return OutputWords(text)
    }
}
