import Basics
import Journal
import ScriptRuntime

extension Host {
    /// Calendar time, in seconds since 1970 UTC.
    var unixSeconds: Double { Double(wallClockNanoseconds) / 1e9 }

    /// Makes the journal entry of an event that happens now: adds its number and both clocks to its fields.
    func stamp(_ fields: JSONObject, sequence: Int, isAwaited: Bool = false) -> JournalEntry {
        let times: JSONObject = [
            "seq": .integer(Int64(sequence)), "at": .number(now.seconds), "time": .number(unixSeconds),
        ]
        let event = JSONObject(fields.members + times.members)
        return JournalEntry(
            sequence: sequence, encoded: JSONValue.object(event).serialized(), isAwaited: isAwaited)
    }
}
