public import ScriptRuntime
public import ZenlayerCloud

/// A host whose time jumps and whose network is a simulated cloud and its machines; no packet leaves.
///
/// Time stands still while the program works and jumps to whatever comes next when it waits, so that an hour of sleep takes
/// no time, and the same seed gives the same run. Files, environment and output are those of the surroundings.
public final class SimulatedHost: Host {
    /// The cloud that answers; ``SimulatedCloud/truth(at:)`` tells what really happened.
    public internal(set) var cloud: SimulatedCloud
    public private(set) var now = Moment.start
    /// Called for each signal, those of the surroundings as well.
    public var onEvent: ((HostEvent) -> Void)?

    /// How many seconds pass in one of real time; nil: as fast as possible.
    private let speed: Double?
    private let surroundings: any Surroundings
    private lazy var network = SimulatedNetwork(host: self, endpointHosts: endpointHosts)
    private let endpointHosts: [String]
    private let startNanoseconds: Int64
    private var generator: SeededGenerator
    private var agenda = Agenda()
    private var events = 0
    private var waits = 0
    private let clockJump: (at: Moment, nanoseconds: Int64)?
    /// Whether it also wakes whenever the world changes by itself.
    var wakesOnChange = false

    /// Makes a host at the start of its time.
    ///
    /// With a `speed`, so many seconds pass in one of real time, for watching; nil is as fast as possible. `endpointHosts` are the
    /// host names that lead to the cloud.
    public init(
        cloud: SimulatedCloud, seed: UInt64, surroundings: any Surroundings, speed: Double? = nil,
        endpointHosts: [String] = ["console.zenlayer.com"]
    ) {
        self.cloud = cloud
        self.surroundings = surroundings
        self.speed = speed
        startNanoseconds = cloud.startNanoseconds + cloud.clockSkew
        clockJump = cloud.clockJump()
        generator = SeededGenerator(seed: seed, stream: .host)
        self.endpointHosts = endpointHosts
        surroundings.onEvent = { [unowned self] event in deliver(event) }
    }

    /// What really happened until now.
    public var truth: Truth { cloud.truth(at: now) }

    /// Makes an event happen after some simulated time, as a signal would; nothing waits for it.
    public func schedule(_ event: HostEvent, after delay: Duration) {
        _ = agenda.add(at: now + delay, isWork: false) { [unowned self] in deliver(event) }
    }

    private func deliver(_ event: HostEvent) {
        events += 1
        onEvent?(event)
    }
}

// MARK: - Time and chance

extension SimulatedHost {
    public var wallClockNanoseconds: Int64 {
        let straight = startNanoseconds + now.nanoseconds
        guard let clockJump, now >= clockJump.at else { return straight }
        if cloud.chronicle != nil { cloud.advance(to: now) }
        cloud.chronicle?.add(Occurrence(fault: FaultCatalog().clockJump.name, subject: .run), at: now)
        return straight + clockJump.nanoseconds
    }

    public var processorTime: Duration { now.sinceStart }

    public var isSimulated: Bool { true }

    public func randomBits() -> UInt64 { generator.next() }

    public var hasOutstandingWork: Bool { agenda.hasWork }

    public func wait(until deadline: Moment?) {
        let before = events
        pollSurroundings()
        guard events == before else { return }
        let arrival = agenda.next()
        let change = wakesOnChange ? cloud.nextChange : nil
        guard let target = [arrival, deadline, change].compactMap({ $0 }).min() else {
            // Nothing simulated will ever happen: only a signal or a key can.
            return surroundings.idle(for: .seconds(3600))
        }
        if target > now {
            pace(target.since(now))
            guard events == before else { return }
            now = target
        }
        if change == target { cloud.advance(to: now) }
        while let action = agenda.takeDue(at: now) { action() }
    }

    /// Notes what the script did, after all that has happened in the world until now.
    func note(_ event: Event.Kind) {
        guard cloud.chronicle != nil else { return }
        cloud.advance(to: now)
        cloud.chronicle?.add(event, at: now)
    }

    /// Looks for signals now and then: it costs a system call, and a simulated run waits a hundred thousand times.
    private func pollSurroundings() {
        waits += 1
        if waits % 16 == 0 { surroundings.idle(for: .zero) }
    }

    private func pace(_ span: Duration) {
        guard let speed, speed > 0 else { return }
        surroundings.idle(for: span / speed)
    }

    /// Plans what the network will deliver.
    func deliver(after delay: Duration, _ action: @escaping () -> Void) -> any Cancellable {
        agenda.add(at: now + max(.zero, delay), action)
    }
}

// MARK: - Network

extension SimulatedHost {
    public var transport: any Transport { network }

    @discardableResult
    public func connect(
        host: String, port: Int, timeout: Duration, completion: @escaping (String?) -> Void
    ) -> any Cancellable {
        network.connect(host: host, port: port, timeout: timeout, completion: completion)
    }
}

// MARK: - Surroundings

extension SimulatedHost {
    public func environment(_ name: String) -> String? { surroundings.environment(name) }

    public func readFile(_ path: String) throws(HostFileError) -> [UInt8] { try surroundings.readFile(path) }

    public func readStandardInput() throws(HostFileError) -> [UInt8] { try surroundings.readStandardInput() }

    public func write(_ bytes: [UInt8], to stream: HostStream) { surroundings.write(bytes, to: stream) }

    public func terminalWidth(of stream: HostStream) -> Int? { surroundings.terminalWidth(of: stream) }

    public func idle(for duration: Duration) { surroundings.idle(for: duration) }
}
