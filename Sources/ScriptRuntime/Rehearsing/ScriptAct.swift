package import Basics
package import Lua

/// What a script does or declares, for its rehearsal to judge.
package enum ScriptAct: Sendable, Equatable {
    /// A change of an instance's power.
    package enum Power: String, Sendable { case reboot, start, stop }

    /// The script asks the cloud to change the power of these instances; `zec.call` counts as well.
    case power(Power, ids: [String])
    /// Only these instances may be rebooted.
    case selection([String])
    /// The limit of instances down at once.
    case maxDown(DownLimit)
    /// Reboots may be requested only while this window is open.
    case window(MaintenanceWindow)
    /// A roll began; it is judged by its own selection, limit and window.
    case rollBegan(RollDeclaration)
    /// The roll with this number ended.
    case rollEnded(number: Int)
    /// An instance no longer takes load through this service, or takes it again.
    case drained(id: String, service: String)
    case undrained(id: String, service: String)
    /// These instances take load through this service.
    case service(name: String, ids: [String])
    /// The outcome that the script reports for an instance, and the reason, if it gives one.
    case outcome(id: String, Outcome, reason: String? = nil)
    /// A condition that the script declared does not hold.
    case violated(name: String, message: String)

    /// An outcome that a script can report for an instance.
    package enum Outcome: String, Sendable, CaseIterable {
        case done, failed, uncertain, skipped
        case notStarted = "not_started"
    }
}

/// What one roll declares; each roll of a script has its own declaration.
package struct RollDeclaration: Sendable, Equatable {
    /// Counts the rolls of a run from 1.
    package var number: Int
    package var name: String
    /// The only instances that the roll may reboot.
    package var ids: [String]
    /// The limit of these instances down at once during the roll.
    package var maxDown: DownLimit
    /// The window in which the roll may request reboots; nil: at any time.
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

/// The limit of instances down at once.
package enum DownLimit: Sendable, Equatable {
    case count(Int)
    /// A percentage of all instances that may be rebooted; rounded down, at least one instance.
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

    /// The limit as a number of instances, out of `total`.
    package func count(among total: Int) -> Int {
        switch self {
        case .count(let count): count
        case .percent(let percent): max(1, Int(Double(total) * percent / 100 + 1e-9))
        }
    }
}
