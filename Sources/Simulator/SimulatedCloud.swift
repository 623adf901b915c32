package import Basics

/// A cloud that is a pure state machine: (request, now) → answer.
///
/// It does no I/O and reads no clock; random numbers come from the seed. An instance's state is computed when it is asked
/// for, so a million instances that do not change cost memory and no time. Copies are independent.
package struct SimulatedCloud: Sendable {
    package let fleet: Fleet
    package let settings: CloudSettings
    /// Calendar time at the start, in nanoseconds since 1970 UTC.
    package let startNanoseconds: Int64

    /// Monday, 5 January 2026, 09:00 UTC.
    package static let startNanosecondsDefault: Int64 = 1_767_603_600 * 1_000_000_000

    let draws: Draws
    /// The faults, grouped by the point at which they take effect.
    let faults: ActiveFaults
    /// The occurrences of faults that may happen; nil for all.
    let allowed: Set<String>?
    package var machines: [Machine]
    /// The places of the machines that may be shown with a status other than RUNNING; all other machines are RUNNING.
    var restless: Set<Int32>
    /// Faults that will strike machines; the next is at the end.
    var dueFaults: [DueFault] = []
    /// The number of machines that are not in the inventory.
    var goneCount = 0
    var ledger = TruthLedger()
    var record = RequestRecord()
    /// The request that is being carried out.
    var requestUnderWay = (number: 0, identity: RequestIdentity(action: "?", instance: nil))
    /// Requests that take effect later; the next is at the end.
    var postponed: [PostponedRequest] = []
    /// The number of requests of each kind.
    var identified: [RequestIdentity: Int32] = [:]
    /// The record of everything that happens; nil if none is kept.
    package var chronicle: Chronicle?
    var commands = CommandStore()
    /// The last filter and the places that matched it: the pages of one listing use the same filter.
    var lastSelection: (filter: FleetFilter, matches: [Int])?
    /// Finds machines by name or address; made at the first use.
    lazy var directory = MachineDirectory(fleet)
    var bucket: TokenBucket
    var lastMoment = Moment.start

    package init(
        fleet: Fleet, settings: CloudSettings = CloudSettings(), seed: UInt64, startNanoseconds: Int64? = nil,
        chronicle: Chronicle? = nil
    ) {
        self.fleet = fleet
        self.settings = settings
        let fixed = settings.faults.startsAt.map { $0.unixSeconds * 1_000_000_000 }
        self.startNanoseconds = startNanoseconds ?? fixed ?? Self.startNanosecondsDefault
        self.chronicle = chronicle
        draws = Draws(seed: seed)
        faults = ActiveFaults(settings.faults)
        allowed = settings.faults.only.map(Set.init)
        bucket = TokenBucket(rate: settings.faults.rateLimit)
        machines = Self.machines(
            of: fleet, draws: draws, faults: faults, allowed: allowed,
            recentBoots: settings.behaviour.recentBoots)
        goneCount = machines.count { $0.isToAppear }
        restless = Set(
            machines.indices.lazy.filter { [machines] in machines[$0].status != .running }.map { Int32($0) })
        openLedger()
        drawDueFaults()
    }

    /// Answers one request that arrives at `now`; a `now` before that of the last request counts as the last request's.
    package mutating func answer(_ request: SimulatedRequest, at now: Moment) -> SimulatedAnswer {
        answer(.success(request), at: now)
    }

    /// What really happened until `now`.
    package mutating func truth(at now: Moment) -> Truth {
        let moment = advance(to: now)
        return Truth(
            instances: fleet.count,
            downNow: ledger.downNow,
            mostDown: ledger.mostDown,
            mostDownAt: ledger.mostDownAt.sinceStart,
            boots: machines.indices.compactMap { index in
                let boots = machines[index].boots(at: moment)
                return boots > 0 ? (fleet.instances[index].id, boots) : nil
            },
            reboots: record.reboots.map { $0.told(by: fleet) },
            doubleReboots: machines.indices.filter { machines[$0].rebootsAccepted > 1 }.map {
                fleet.instances[$0].id
            },
            requests: record.byAction.sorted { $0.key < $1.key }.map { ($0.key, $0.value) },
            idsPerRequestMax: record.idsMax,
            throttled: record.throttled,
            refused: record.refused
        )
    }

    /// Calendar time, in whole seconds since 1970 UTC.
    func unixSeconds(at moment: Moment) -> Int64 {
        (startNanoseconds + moment.nanoseconds) / 1_000_000_000
    }

    /// The place of an id in the fleet; nil if no instance has it, or if the instance has left the inventory.
    package func place(ofID id: String, at now: Moment) -> Int? {
        fleet.index(ofID: id).flatMap { machines[$0].isGone(at: now) ? nil : $0 }
    }
}
