import Basics

/// Counts the requests to the cloud.
struct RequestRecord: Sendable {
    /// One accepted request to reboot an instance; kept small, since a roll of a million instances makes a million.
    struct Reboot: Sendable {
        var index: Int32
        var downBefore: Int32
        var at: Moment

        func told(by fleet: Fleet) -> Truth.Reboot {
            Truth.Reboot(
                instanceID: fleet.instances[Int(index)].id, at: at.sinceStart, downBefore: Int(downBefore))
        }
    }

    /// The number of requests that arrived, unreadable ones included.
    var count = 0
    /// Whether the answer to the first reboot was already delayed.
    var hasHung = false
    var reboots: [Reboot] = []
    private(set) var byAction: [String: Int] = [:]
    private(set) var idsMax = 0
    private(set) var throttled = 0
    private(set) var refused = 0

    mutating func arrived(_ action: String) {
        byAction[action, default: 0] += 1
    }

    mutating func named(_ arguments: ActionArguments) {
        idsMax = max(idsMax, arguments.count("instanceIds"))
    }

    mutating func refused(_ refusal: Refusal) {
        if refusal.status == 429 { throttled += 1 } else { refused += 1 }
    }
}
