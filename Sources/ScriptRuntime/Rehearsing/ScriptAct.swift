package import Basics
package import Lua

/// What a script does, or says of itself, that its rehearsal judges.
package enum ScriptAct: Sendable, Equatable {
    /// What changes whether instances run.
    package enum Power: String, Sendable { case reboot, start, stop }

    /// The cloud is asked to change these; `zec.call` counts as well.
    case power(Power, ids: [String])
    /// Only these may be rebooted.
    case selection([String])
    /// No more of them may be down at once.
    case maxDown(DownLimit)
    /// Reboots may be asked for only while it is open.
    case window(MaintenanceWindow)
    /// A roll begins that is judged by its own selection, limit and window.
    case rollBegan(RollDeclaration)
    /// The roll with that number is over.
    case rollEnded(number: Int)
    /// An instance takes no load any more, or takes it again.
    case drained(id: String, service: String)
    case undrained(id: String, service: String)
    /// These take load through the service.
    case service(name: String, ids: [String])
    /// What the script believes has become of an instance.
    case outcome(id: String, Outcome)
    /// A condition of the script's own does not hold.
    case violated(name: String, message: String)

    /// What a script can believe of an instance.
    package enum Outcome: String, Sendable, CaseIterable {
        case done, failed, uncertain, skipped
        case notStarted = "not_started"
    }
}

/// What one roll of a script promises, beside the other rolls of the same script.
package struct RollDeclaration: Sendable, Equatable {
    /// Counts the rolls of a run from 1.
    package var number: Int
    package var name: String
    /// Only these may be rebooted by it.
    package var ids: [String]
    /// No more of these may be down at once while it lasts.
    package var maxDown: DownLimit
    /// It may ask for reboots only while this is open.
    package var window: MaintenanceWindow?

    package init(
        number: Int, name: String, ids: [String], maxDown: DownLimit, window: MaintenanceWindow? = nil
    ) {
        self.number = number
        self.name = name
        self.ids = ids
        self.maxDown = maxDown
        self.window = window
    }
}

/// How many may be down at once.
package enum DownLimit: Sendable, Equatable {
    case count(Int)
    /// Of all that may be rebooted; rounded down, at least one.
    case percent(Double)

    /// Reads `3`, `"3"` or `"10%"`; nil for anything that is not a positive limit.
    package init?(_ value: LuaValue) {
        if let count = value.integer, count > 0 {
            self = .count(Int(clamping: count))
            return
        }
        guard let text = value.text else { return nil }
        self.init(text)
    }

    package init?(_ text: String) {
        if let count = Int(text), count > 0 {
            self = .count(count)
            return
        }
        guard text.hasSuffix("%"), let percent = Double(text.dropLast()), percent > 0, percent <= 100 else {
            return nil
        }
        self = .percent(percent)
    }

    /// The number of instances it comes to among so many.
    package func count(among total: Int) -> Int {
        switch self {
        case .count(let count): count
        case .percent(let percent): max(1, Int(Double(total) * percent / 100 + 1e-9))
        }
    }
}
