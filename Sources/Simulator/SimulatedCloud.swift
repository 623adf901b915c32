public import ScriptRuntime

/// A cloud that is a pure state machine: (request, now) → answer.
///
/// It does no I/O and reads no clock; chance comes from the seed. An instance's state is computed from its history when
/// somebody asks, so a million instances to which nothing happens cost memory and no time. Copies are independent.
public struct SimulatedCloud: Sendable {
    public let fleet: Fleet
    public let settings: CloudSettings
    /// Calendar time at the start, in nanoseconds since 1970 UTC.
    public let startNanoseconds: Int64

    /// Monday, 5 January 2026, 09:00 UTC.
    public static let startNanosecondsDefault: Int64 = 1_767_603_600 * 1_000_000_000

    let draws: Draws
    var machines: [Machine]
    var ledger = TruthLedger()
    var record = RequestRecord()
    var commands = CommandStore()
    /// Places of those who matched the last filter; pages of one listing ask for the same.
    var lastSelection: (filter: InstanceFilter, matches: [Int])?
    /// Where the machines' names and addresses lead; made when the first is asked for.
    lazy var directory = MachineDirectory(fleet)
    private var bucket: TokenBucket
    private var lastMoment = Moment.start

    public init(
        fleet: Fleet, settings: CloudSettings = CloudSettings(), seed: UInt64,
        startNanoseconds: Int64 = Self.startNanosecondsDefault
    ) {
        self.fleet = fleet
        self.settings = settings
        self.startNanoseconds = startNanoseconds
        draws = Draws(seed: seed)
        bucket = TokenBucket(rate: settings.faults.rateLimit)
        machines = Self.machines(of: fleet, draws: draws, faults: settings.faults)
        ledger.open(&machines)
    }

    /// Answers one request that arrives at `now`; earlier than the last one counts as then.
    public mutating func answer(_ request: SimulatedRequest, at now: Moment) -> SimulatedAnswer {
        answer(.success(request), at: now)
    }

    /// Answers what came through the door, or was refused there.
    mutating func answer(_ request: Result<SimulatedRequest, Refusal>, at now: Moment) -> SimulatedAnswer {
        let moment = advance(to: now)
        var envelope = Envelope(id: requestID())
        var delay = latency()
        record.count += 1
        do throws(Refusal) {
            let request = try request.get()
            let action = try find(request)
            record.arrived(action.name)
            try throttle(at: moment)
            let arguments = try Arguments(
                request.body, for: action.parameters,
                refusingUnknown: settings.behaviour.refusesUnknownParameters)
            record.named(arguments)
            if action.name == "RebootInstances" { try hang(&delay) }
            try action.run(&self, arguments, moment, &envelope.json)
            return envelope.success(delay: delay)
        } catch {
            record.refused(error)
            return envelope.failure(error, delay: delay)
        }
    }

    /// What really happened until `now`.
    public mutating func truth(at now: Moment) -> Truth {
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

    /// Lets the ledger see everything that happened until `now`.
    mutating func advance(to now: Moment) -> Moment {
        lastMoment = max(lastMoment, now)
        ledger.advance(to: lastMoment, &machines)
        return lastMoment
    }
}

// MARK: - Around every request

extension SimulatedCloud {
    private func find(_ request: SimulatedRequest) throws(Refusal) -> SimulatedAction {
        let key = request.service + "/" + request.action
        guard let action = SimulatedAction.all[key], !(settings.faults.zosMissing && request.service == "zos")
        else {
            throw .unauthorizedOperation
        }
        return action
    }

    private mutating func throttle(at now: Moment) throws(Refusal) {
        guard let wait = bucket.take(at: now) else { return }
        var refusal = Refusal.requestLimit
        if settings.faults.saysRetryAfter {
            refusal.retryAfterSeconds = Int((wait + 999_999_999) / 1_000_000_000)
        }
        throw refusal
    }

    private mutating func hang(_ delay: inout Duration) throws(Refusal) {
        guard !record.hasHung, let hang = settings.faults.firstRebootHang else { return }
        record.hasHung = true
        delay = hang
        if settings.faults.firstRebootLost { throw .requestTimedOut }
    }

    private func requestID() -> String {
        var generator = SeededGenerator(seed: draws.seed, stream: .requestID, index: record.count)
        return "T" + generator.uuid(upperCase: true)
    }

    private func latency() -> Duration {
        let range = settings.behaviour.latency
        var generator = SeededGenerator(seed: draws.seed, stream: .request, index: record.count)
        let span = (range.upperBound - range.lowerBound).wholeNanoseconds
        return range.lowerBound + .nanoseconds(Int64(Double(span) * generator.unit()))
    }
}
