package import Basics
internal import Glibc
package import HTTPTransport
package import Journal
package import ScriptRuntime

/// The real host: the system's clocks, random numbers and network.
package final class LiveHost: LiveSurroundings, Host {
    private let http: HTTPClientTransport
    private let connector: TCPConnector
    private let commands: CommandRunner
    package let campaigns: any CampaignArchive
    private let start = SystemClock.nanoseconds(of: CLOCK_MONOTONIC)
    private var seeded: SplitMix64?

    /// Makes a host; no network thread is started before the first request.
    ///
    /// - Parameters:
    ///   - configuration: Proxies and trusted certificates.
    ///   - seed: Makes ``randomBits()`` repeatable; nil: the system's random numbers.
    ///   - receivingSignals: Whether signals become events; if so, the host must be made before any other thread.
    ///   - makeCampaigns: Makes the archive of campaigns. It gets a function that calls a closure on the script's thread while the
    ///     host waits, for use on any thread.
    /// - Throws: If the certificates of a private authority can't be read.
    package init(
        transport configuration: HTTPClientTransport.Configuration = .init(),
        seed: UInt64? = nil,
        receivingSignals: Bool = true,
        makeCampaigns: (@escaping Deliver) -> any CampaignArchive = { _ in MemoryArchive() }
    ) throws(HTTPClientTransport.SetupError) {
        let mailbox = Mailbox<Message>()
        http = try HTTPClientTransport(configuration: configuration) { mailbox.post(.arrival($0)) }
        connector = TCPConnector { mailbox.post(.connected(attempt: $0, failure: $1)) }
        commands = CommandRunner { mailbox.post(.command(number: $0)) }
        campaigns = makeCampaigns { mailbox.post(.work($0)) }
        seeded = seed.map(SplitMix64.init)
        super.init(mailbox: mailbox, receivingSignals: receivingSignals)
        killCommands = commands.killAll
    }

    // MARK: Time and chance

    package var now: Moment { Moment(nanoseconds: SystemClock.nanoseconds(of: CLOCK_MONOTONIC) - start) }

    package var processorTime: Duration {
        .nanoseconds(SystemClock.nanoseconds(of: CLOCK_PROCESS_CPUTIME_ID))
    }

    package func randomBits() -> UInt64 {
        seeded?.next() ?? UInt64.random(in: .min ... .max)
    }

    package var isSimulated: Bool { false }

    package func wait(until deadline: Moment?) {
        flush()
        var messages = mailbox.take()
        while messages.isEmpty {
            let left = deadline.map { $0.since(now) }
            if let left, left <= .zero { return }
            messages = mailbox.take(waiting: left)
        }
        deliver(messages)
    }

    package var hasOutstandingWork: Bool {
        http.hasRequestsUnderWay || connector.isBusy || commands.isBusy || campaigns.isBusy
    }

    // MARK: Network

    package var transport: any Transport { http }

    @discardableResult
    package func connect(
        hostname: String, port: Int, timeout: Duration, completion: @escaping (String?) -> Void
    ) -> any Cancellable {
        connector.connect(hostname: hostname, port: port, timeout: timeout, completion: completion)
    }

    // MARK: Journal

    package func lockHolder(script: String?) -> LockHolder { .ofThisProcess(script: script) }

    // MARK: Commands

    package func start(_ command: HostCommand) throws(HostFileError) -> any RunningCommand {
        flush()  // what the script has printed comes before what the command prints
        return try commands.start(command)
    }

    /// The grace periods of commands after the end of the script: for commands that the script read from, and
    /// for commands that it wrote to.
    private static let release = (readers: Duration.seconds(2), writers: Duration.seconds(60))

    package func releaseCommands() {
        commands.release(after: Self.release.readers, afterWriting: Self.release.writers)
        let deadline = now + Self.release.writers + .seconds(5)
        var isTold = false
        while commands.hasCommands, now < deadline {
            if commands.isEndingAny, !isTold {
                let message =
                    "zecscript: a command whose file the script did not close is still running, and is asked to end\n"
                write(Array(message.utf8), to: .standardError)
                isTold = true
            }
            wait(until: deadline)
        }
    }

    override func receive(_ message: Message) {
        switch message {
        case .event: super.receive(message)
        case .arrival(let arrival): http.deliver(arrival)
        case .connected(let attempt, let failure): connector.deliver(attempt, failure: failure)
        case .command(let number): commands.deliver(number)
        case .work(let work): work()
        }
    }
}
