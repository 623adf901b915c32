import Crypto
import ScriptRuntime
package import ZenlayerCloud

/// All that happened in one run as JSON lines, the first of which says what decided it.
struct Trace {
    let run: RunRecord
    let settings: CloudSettings
    let seed: UInt64

    /// Hands the lines out in large pieces, in order.
    func write(to sink: ([UInt8]) -> Void) {
        sink(header)
        var lines = EventLines(run.fleet)
        for event in run.events {
            lines.add(event)
            if lines.json.bytes.count >= 1 << 16 { sink(lines.take()) }
        }
        sink(lines.take())
    }

    private var header: [UInt8] {
        let value: JSONValue = [
            "rehearsal": .string(run.rehearsal.scriptPath),
            "arguments": .array(run.rehearsal.arguments.map { .string($0) }),
            "seed": .string(String(seed)),
            "instances": .integer(Int64(run.fleet.count)),
            "faults": settings.changes,
        ]
        return value.serialized() + [UInt8(ascii: "\n")]
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
    /// The knobs that differ from their defaults.
    package var changes: JSONValue {
        let usual = CloudSettings()
        let changed = Self.knobs.filter { $0.get(self) != $0.get(usual) }
        return .object(JSONObject(changed.map { .init(key: $0.name, value: $0.get(self)) }))
    }
}
