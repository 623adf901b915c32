import Journal
import Lua

extension ScriptError {
    /// The options with which a script requests a reboot in spite of an earlier request.
    private static let wayOut = "{ again = true }"

    /// Makes the error for reboot requests whose result is not known; `found` has at least one request.
    init(unresolved found: [UnresolvedIntent]) {
        let instances = Set(found.map(\.instance)).sorted()
        self.init(
            kind: "unresolved",
            message: (found.first?.sentence ?? "")
                + (instances.count > 1 ? "; the same holds for \(instances.count - 1) more" : "")
                + ". Look at the instance; to reboot it all the same: \(Self.wayOut)",
            details: [.init(key: "unresolved", value: .array(found.map(Self.row)))])
    }

    private static func row(_ found: UnresolvedIntent) -> LuaValue {
        .table(
            LuaTable([
                "id": .string(found.instance), "asked_by": .string(found.asker),
                "asked_at": .number(found.time),
                "run": .string("\(found.campaign.name)/\(found.campaign.number)"),
                "answer": found.intent.isUnknown ? "unknown" : .nil,
            ]))
    }

    /// Makes the error for a campaign that can't be read and may have an unresolved request.
    init(unreadable problem: JournalError) {
        self = JournalModule.error(problem)
        message +=
            "; so it is not known whether a reboot was asked for before. To reboot all the same: \(Self.wayOut)"
    }
}
