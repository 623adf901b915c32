import Basics
import Simulator

/// The restarts that a script caused: each accepted reboot, and each accepted stop that a start of the same instance followed.
struct Restarts: Sendable {
    struct Restart: Sendable {
        var at: Moment
        var index: Int
        /// The position of the event that accepted the reboot or the stop.
        var position: Int
        /// Whether the restart is a stop and a start instead of a reboot.
        var isByStop: Bool
        /// The number of the accepted request.
        var request: Int32?

        /// What was done: `rebooted`, or `stopped and started`.
        var verb: String { isByStop ? "stopped and started" : "rebooted" }
    }

    /// All restarts, in the order in which they began.
    private(set) var all: [Restart] = []
    /// The number of restarts by place in the fleet.
    private(set) var counts: [UInt16]
    /// The places of the instances in which a command restarted a service.
    private(set) var withService: Set<Int> = []

    init(_ events: [Event], fleet count: Int) {
        counts = Array(repeating: 0, count: count)
        var stops: [Int: Restart] = [:]
        for (position, event) in events.enumerated() {
            switch event.kind {
            case .rebootAccepted(let index, let request, _, _):
                add(
                    Restart(
                        at: event.at, index: Int(index), position: position, isByStop: false, request: request
                    ))
            case .stopAccepted(let index, let request):
                stops[Int(index)] = Restart(
                    at: event.at, index: Int(index), position: position, isByStop: true, request: request)
            case .startAccepted(let index, _):
                if let stop = stops.removeValue(forKey: Int(index)) { add(stop) }
            case .serviceRestarted(let index, _): withService.insert(Int(index))
            default: break
            }
        }
        all.sort { $0.position < $1.position }
    }

    private mutating func add(_ restart: Restart) {
        all.append(restart)
        counts[restart.index] += 1
    }
}
