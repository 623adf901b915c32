package import Basics
import Crypto
import Simulator

/// One run as JSON lines: its seed and settings, the events, and the violations.
struct Trace {
    let run: RunRecord
    let decided: RehearsalCase
    let violations: [Violation]

    /// Hands the lines out in large pieces, in order.
    func write(to sink: ([UInt8]) -> Void) {
        var lines = EventLines(run.fleet)
        lines.add(header)
        for event in run.events {
            lines.add(event)
            if lines.json.bytes.count >= 1 << 16 { sink(lines.take()) }
        }
        for violation in violations { lines.add(violation) }
        sink(lines.take())
    }

    private var header: JSONValue {
        [
            "rehearsal": .string(run.rehearsal.scriptPath),
            "arguments": .array(run.rehearsal.arguments.map { .string($0) }),
            "seed": .string(String(decided.seed)),
            "faults": decided.settings.changes,
            "instances": .array(run.fleet.instances.map { [.string($0.id), .string($0.name)] }),
        ]
    }

    /// The SHA-256 of the lines; the lines go to `sink` as well.
    func digest(copyingTo sink: (([UInt8]) -> Void)? = nil) -> [UInt8] {
        var hash = SHA256()
        write { piece in
            hash.update(data: piece)
            sink?(piece)
        }
        return Array(hash.finalize())
    }
}

extension CloudSettings {
    /// The settings that differ from their defaults.
    package var changes: JSONValue {
        let usual = CloudSettings()
        let changed = Self.all.filter { $0.get(self) != $0.get(usual) }
        return .object(JSONObject(changed.map { .init(key: $0.name, value: $0.get(self)) }))
    }
}
