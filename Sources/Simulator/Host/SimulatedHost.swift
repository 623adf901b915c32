package import Basics
package import Journal
package import ScriptRuntime

/// A host whose time jumps and whose network is a simulated cloud and its machines; no packet leaves.
///
/// Time stands still while the program works, and jumps to the next event when the program waits, so an hour of sleep takes
/// no real time. The same seed gives the same run. Files, environment and output are those of the surroundings.
package final class SimulatedHost: Host {
    /// The cloud that answers; ``SimulatedCloud/truth(at:)`` tells what really happened.
    package var cloud: SimulatedCloud
    /// The script's monotonic clock.
    package var now: Moment { worldNow + -clockStopped }
    /// The time of the world, which goes on while the host is suspended.
    package private(set) var worldNow = Moment.start
    /// Called for each signal, also for those of the surroundings.
    package var onEvent: ((HostEvent) -> Void)?

    /// Simulated seconds per second of real time; nil: as fast as possible.
    private let speed: Double?
    private let surroundings: any Surroundings
    private lazy var network = SimulatedNetwork(host: self, endpointHostnames: endpointHostnames)
    private let endpointHostnames: [String]
    private let startNanoseconds: Int64
    private var generator: SeededGenerator
    private var agenda = Agenda()
    private var events = 0
    private var waits = 0
    /// The time in which the host will be suspended; nil if it will not be suspended any more.
    private var suspension: Range<Moment>?
    /// How long the monotonic clock has stood still, in nanoseconds.
    private var clockStopped: Int64 = 0
    private let clockJump: (at: Moment, nanoseconds: Int64)?
    /// The campaigns of this world; they outlive the processes of the script.
    package let archive = MemoryArchive()
    /// Whether a wait also ends whenever the world changes by itself.
    package var wakesOnChange = false
    /// The process that runs the script.
    package internal(set) var process = SimulatedProcess()
    /// The number of durable commits that a kill takes back, as if they had not been synced.
    package var commitsLost = 0
    /// Called when the process is killed.
    package var onKill: (() -> Void)?
    /// Called with each point at which the process may be killed, as the occurrence of a kill there.
    package var onPoint: ((Occurrence) -> Void)?

    /// Makes a host at the start of its time.
    ///
    /// `speed` is the number of simulated seconds per second of real time, for watching; nil: as fast as possible.
    /// `endpointHostnames` are the host names of the cloud.
    package init(
        cloud: SimulatedCloud, seed: UInt64, surroundings: any Surroundings, speed: Double? = nil,
        endpointHostnames: [String] = ["console.zenlayer.com"]
    ) {
        self.cloud = cloud
        self.surroundings = surroundings
        self.speed = speed
        startNanoseconds = cloud.startNanoseconds + cloud.clockSkew
        clockJump = cloud.clockJump()
        suspension = cloud.suspensionSpan()
        generator = SeededGenerator(seed: seed, stream: .host)
        self.endpointHostnames = endpointHostnames
        surroundings.onEvent = { [unowned self] event in deliver(event) }
        archive.delay = { [weak self] settle in self?.delayJournal(settle) }
        archive.failure = { [weak self] _ in self.flatMap { $0.cloud.journalProblem(at: $0.worldNow) } }
        if cloud.settings.faults.processKilled != FaultCatalog().processKilled.usual { watchProcess() }
    }

    /// What really happened until now.
    package var truth: Truth { cloud.truth(at: worldNow) }

    /// Plans an event after some simulated time, such as a signal; it does not count as outstanding work.
    package func schedule(_ event: HostEvent, after delay: Duration) {
        plan(after: delay) { [unowned self] in deliver(event) }
    }

    private func deliver(_ event: HostEvent) {
        events += 1
        onEvent?(event)
    }
}

// MARK: - Time and chance

extension SimulatedHost {
    package var wallClockNanoseconds: Int64 {
        let straight = startNanoseconds + worldNow.nanoseconds
        guard let clockJump, worldNow >= clockJump.at else { return straight }
        if cloud.chronicle != nil { cloud.advance(to: worldNow) }
        cloud.noteOnce(FaultCatalog().clockJump.name, at: worldNow)
        return straight + clockJump.nanoseconds
    }

    package var processorTime: Duration { now.sinceStart }

    package var isSimulated: Bool { true }

    package func randomBits() -> UInt64 { generator.next() }

    package var hasOutstandingWork: Bool { agenda.hasWork }

    package func wait(until deadline: Moment?) {
        let before = events
        pollSurroundings()
        guard events == before else { return }
        let arrival = agenda.next()
        let change = wakesOnChange ? cloud.nextChange : nil
        let end = deadline.map { $0 == .never ? .never : $0 + clockStopped }
        guard let target = [arrival, end, change].compactMap({ $0 }).min() else {
            // No simulated event is planned: only a signal or a key can end the wait.
            return surroundings.idle(for: .seconds(3600))
        }
        if let suspension, suspension.lowerBound <= target { return sleep(through: suspension) }
        if target > worldNow {
            pace(target.since(worldNow))
            guard events == before else { return }
            worldNow = target
        }
        if change == target { cloud.advance(to: worldNow) }
        while let action = agenda.takeDue(at: worldNow) { action() }
    }

    /// Suspends the host, then delivers everything that became due meanwhile.
    private func sleep(through span: Range<Moment>) {
        suspension = nil
        if cloud.chronicle != nil { cloud.advance(to: span.lowerBound) }
        cloud.noteOnce(FaultCatalog().hostSuspended.name, at: max(worldNow, span.lowerBound))
        if span.upperBound > worldNow {
            if cloud.settings.faults.hostSuspended?.stopsClock == true {
                clockStopped += span.upperBound - max(worldNow, span.lowerBound)
            }
            pace(span.upperBound.since(worldNow))
            worldNow = span.upperBound
        }
        while let action = agenda.takeDue(at: worldNow) { action() }
    }

    /// Adds an act of the script to the chronicle, after every event of the world until now.
    package func note(_ event: Event.Kind) {
        guard cloud.chronicle != nil else { return }
        cloud.advance(to: worldNow)
        cloud.chronicle?.add(event, at: worldNow)
    }

    /// Looks for signals in one wait of 16: each look costs a system call, and a simulated run waits 100,000 times.
    private func pollSurroundings() {
        waits += 1
        if waits % 16 == 0 { surroundings.idle(for: .zero) }
    }

    private func pace(_ span: Duration) {
        guard let speed, speed > 0 else { return }
        surroundings.idle(for: span / speed)
    }

    /// Plans an event from outside, for which no task waits.
    func plan(after delay: Duration, _ action: @escaping () -> Void) {
        _ = agenda.add(at: worldNow + delay, isWork: false, action)
    }

    /// Drops everything that is planned for the process.
    func forgetPlans() { agenda = Agenda() }

    /// Time in which no process runs.
    func pass(_ duration: Duration) { worldNow = worldNow + duration }

    /// Plans a delivery of the network.
    func deliver(after delay: Duration, _ action: @escaping () -> Void) -> any Cancellable {
        agenda.add(at: worldNow + max(.zero, delay), action)
    }
}

// MARK: - Network

extension SimulatedHost {
    package var transport: any Transport { network }

    @discardableResult
    package func connect(
        hostname: String, port: Int, timeout: Duration, completion: @escaping (String?) -> Void
    ) -> any Cancellable {
        guard process.isAlive else { return Agenda.nothing }
        return network.connect(hostname: hostname, port: port, timeout: timeout, completion: completion)
    }
}

// MARK: - Journal

extension SimulatedHost {
    /// A killed process gets campaigns that have no effect.
    package var campaigns: any CampaignArchive { process.isAlive ? archive : MemoryArchive() }

    package func lockHolder(script: String?) -> LockHolder {
        LockHolder(
            processID: 1, hostname: "simulated", since: wallClockNanoseconds / 1_000_000_000, script: script)
    }
}

// MARK: - Commands

extension SimulatedHost {
    /// Throws always: a simulation starts no command.
    package func start(_ command: HostCommand) throws(HostFileError) -> any RunningCommand {
        let name = String(decoding: command.words.first ?? [], as: UTF8.self)
        throw HostFileError(path: name, reason: "no command runs in a simulation")
    }

    package func releaseCommands() {}
}

// MARK: - Surroundings

extension SimulatedHost {
    package func environment(_ name: String) -> String? { surroundings.environment(name) }

    package func readFile(_ path: String) throws(HostFileError) -> [UInt8] { try surroundings.readFile(path) }

    package func writeFile(_ path: String, _ content: [UInt8]) throws(HostFileError) {
        if process.isAlive { try surroundings.writeFile(path, content) }
    }

    package func checkWritable(_ path: String) throws(HostFileError) { try surroundings.checkWritable(path) }

    package var outputProblem: String? { surroundings.outputProblem }

    package func readStandardInput() throws(HostFileError) -> [UInt8] { try surroundings.readStandardInput() }

    package func write(_ bytes: [UInt8], to stream: HostStream) {
        if process.isAlive { surroundings.write(bytes, to: stream) }
    }

    package func terminalWidth(of stream: HostStream) -> Int? { surroundings.terminalWidth(of: stream) }

    package func idle(for duration: Duration) { surroundings.idle(for: duration) }
}
