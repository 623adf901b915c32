internal import Basics

/// A value that differs before and after a reboot: a boot id, the time of the boot, or the result of the
/// script's own function.
struct Evidence: Sendable, Equatable {
    let value: JSONValue

    /// Reads a value; nil for false and null, which mean that nothing is known.
    init?(_ value: JSONValue?) {
        guard let value, value != .bool(false), !value.isNull else { return nil }
        self.value = value
    }

    /// The value for people; only the beginning of a boot id, which is enough to tell two ids apart.
    var text: String {
        switch value {
        case .string(let text) where Self.isUUID(text): "\(text.prefix(8))…"
        case .string(let text): text
        default: String(decoding: value.serialized(), as: UTF8.self)
        }
    }

    /// The value as a calendar time, for the time of a boot.
    var timeText: String { value.numberValue.map(CalendarWords.time) ?? text }

    private static func isUUID(_ text: String) -> Bool {
        text.utf8.count == 36 && text.split(separator: "-").map(\.utf8.count) == [8, 4, 4, 4, 12]
    }
}
