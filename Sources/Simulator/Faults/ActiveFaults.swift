import Basics

/// The faults that are set in one cloud, grouped by the point at which they take effect.
package struct ActiveFaults: Sendable {
    /// A fault that strikes machines.
    struct OfMachines: Sendable {
        let name: FaultName
        let affected: Affected
        let effect: MachineEffect
    }

    /// A fault that strikes requests.
    struct OfRequests: Sendable {
        let name: FaultName
        /// The share of all requests that it strikes, from 0 to 1.
        let share: Double
        let effect: RequestEffect
    }

    /// Looks at a request that has arrived, and may delay or refuse it.
    typealias Arrival = @Sendable (inout SimulatedCloud, inout Attempt, Moment) throws(Refusal) -> Void

    /// Returns the answer to a request that does not arrive; nil lets the request pass.
    typealias Passage = @Sendable (inout SimulatedCloud, Attempt, Moment) -> SimulatedAnswer?

    private(set) var machines: [OfMachines] = []
    private var places: [FaultName: Int] = [:]
    /// At most one of these faults strikes a request: the first that does.
    private(set) var requests: [OfRequests] = []
    private(set) var passages: [Passage] = []
    private(set) var arrivals: [Arrival] = []

    init(_ faults: Faults) {
        for fault in Faults.all { fault.enlist(faults, in: &self) }
    }

    mutating func add(_ fault: OfMachines) {
        places[fault.name] = machines.count
        machines.append(fault)
    }

    mutating func add(_ fault: OfRequests) { requests.append(fault) }

    mutating func add(passage: @escaping Passage) { passages.append(passage) }

    mutating func add(arrival: @escaping Arrival) { arrivals.append(arrival) }

    /// A set with this fault alone; nil if the fault is not set.
    func set(with name: FaultName) -> Machine.FaultSet? { places[name].map { Machine.FaultSet(place: $0) } }
}

/// What a fault does to a machine that it strikes.
enum MachineEffect: Sendable {
    /// No effect by itself: the model asks whether it strikes (`SimulatedCloud.has`).
    case asked
    /// Changes the machine before the simulation begins.
    case atStart(@Sendable (inout Machine) -> Void)
    /// Changes the boot of a reboot.
    case atReboot(@Sendable (inout BootPlan) -> Void)
    /// Changes every boot, that of a start included.
    case atBoot(@Sendable (inout BootPlan) -> Void)
    /// Strikes once, at a drawn moment at most `fateWithin` after the start; `before` changes the machine at the start.
    case once(
        before: @Sendable (inout Machine) -> Void = { _ in },
        then: @Sendable (inout SimulatedCloud, Int, Moment) -> Void)
}

/// What a fault does to a request that it strikes, and to the answer.
struct RequestEffect: Sendable {
    /// Whether the cloud carries the request out.
    enum CarriedOut: Sendable {
        case never, halfOfThem, always
        /// Later, within the given time, when the client has given up the answer.
        case later(Duration)
    }

    var carriedOut: CarriedOut
    /// Whether it strikes only requests for a reboot, a start or a stop.
    var strikesChangesOnly = false
    /// The outcome to record if the request is not carried out.
    var outcome = RequestOutcome.failed
    /// The answer that the client gets instead of the right one.
    var answer: @Sendable (Attempt) -> SimulatedAnswer
}

/// The course of a boot; the faults of the machine change it.
struct BootPlan: Sendable {
    /// From REBOOT to RUNNING, in nanoseconds.
    var bootTime: Int64
    /// From RUNNING to healthy, in nanoseconds.
    var warmUp: Int64
    /// Whether the status changes from REBOOT at all.
    var comesBack = true
    var statusAfter = MachineStatus.running
    var becomesHealthy = true
    /// How long it stays healthy; nil: until the next change.
    var healthyFor: Duration?
}

// MARK: - Declaring a fault by what it strikes

extension Fault where Value == Affected {
    /// Makes a fault that strikes machines.
    init(
        _ name: String, _ summary: String,
        draws: @autoclosure @escaping @Sendable () -> WeatherDraws = WeatherDraws(), _ effect: MachineEffect
    ) {
        self.init(name, .affected, usual: [], summary, draws: draws()) { name, affected, active in
            active.add(ActiveFaults.OfMachines(name: name, affected: affected, effect: effect))
        }
    }
}

extension Fault where Value == Double {
    /// Makes a fault that strikes a share of the requests.
    init(
        _ name: String, _ summary: String,
        draws: @autoclosure @escaping @Sendable () -> WeatherDraws = WeatherDraws(), _ effect: RequestEffect
    ) {
        self.init(name, .share, usual: 0, summary, draws: draws()) { name, share, active in
            active.add(ActiveFaults.OfRequests(name: name, share: share, effect: effect))
        }
    }
}
