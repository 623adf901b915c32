package import Basics
package import Journal

/// The one door to the world: time, chance, network, files, environment and output.
///
/// Nothing else in the product reads a clock, draws a number, opens a socket or prints. A host belongs to the thread
/// that runs the script; what arrives from other threads waits inside it until ``wait(until:)`` delivers it.
package protocol Host: Surroundings {
    // MARK: Time and chance

    /// Monotonic time since the host was made.
    var now: Moment { get }

    /// Calendar time, in nanoseconds since 1970 UTC.
    var wallClockNanoseconds: Int64 { get }

    /// CPU time used by the program (simulated: the time that has passed).
    var processorTime: Duration { get }

    /// Draws 64 random bits.
    func randomBits() -> UInt64

    /// True where time jumps and nothing real is touched.
    var isSimulated: Bool { get }

    /// Lets time pass until `deadline` (nil: no deadline) or until something arrived, and delivers what arrived.
    ///
    /// Completions of ``transport`` and ``connect(hostname:port:timeout:completion:)``, signals and other events are called in here,
    /// on the caller's thread, and nowhere else. Returns early after any delivery. With a deadline that has passed it delivers what is
    /// there and returns at once.
    func wait(until deadline: Moment?)

    /// Whether something is under way that will arrive without further help; a loop with no timer, no ready task and
    /// nothing here is deadlocked. Signals do not count.
    var hasOutstandingWork: Bool { get }

    // MARK: Network

    /// HTTP, to the cloud and to scripts' own URLs.
    var transport: any Transport { get }

    /// Tries to open a TCP connection and closes it again; `completion` gets nil, or the reason it could not.
    @discardableResult
    func connect(
        hostname: String, port: Int, timeout: Duration, completion: @escaping (String?) -> Void
    ) -> any Cancellable

    // MARK: Journal

    /// Opens the journal in which a roll keeps its events.
    /// - Throws: Where it can't be opened.
    func openJournal(_ name: String) throws(JournalError) -> any JournalStore

    /// The campaigns that outlive this process: their locks, their journals, and what is to be read in them.
    var campaigns: any CampaignArchive { get }

    /// This process as the holder of a lock, for the others. `script` is the path of the script, where it has one.
    func lockHolder(script: String?) -> LockHolder

    // MARK: Commands

    /// Starts a command beside the script; its completions are called like those of the network.
    /// - Throws: Where the command can't be started.
    func start(_ command: HostCommand) throws(HostFileError) -> any RunningCommand

    /// Ends what is left of the commands, once no script runs any more: each gets the end of its input and a while to finish.
    func releaseCommands()
}

/// What surrounds the program whether time is real or simulated: files, environment, output, signals.
package protocol Surroundings: AnyObject {
    /// The value of an environment variable.
    func environment(_ name: String) -> String?

    /// The whole content of a file.
    func readFile(_ path: String) throws(HostFileError) -> [UInt8]

    /// Replaces the content of a file, or makes the file; until all of the new content is on the disk, the old file stays.
    func writeFile(_ path: String, _ content: [UInt8]) throws(HostFileError)

    /// Finds out, before there is anything to write, whether a file can be written; changes nothing.
    func checkWritable(_ path: String) throws(HostFileError)

    /// All of standard input.
    func readStandardInput() throws(HostFileError) -> [UInt8]

    /// Writes bytes to standard output or standard error, in the order of the calls.
    func write(_ bytes: [UInt8], to stream: HostStream)

    /// Why standard output takes no more (a full disk, a reader that has gone); nil while it does.
    ///
    /// Output is buffered, so that a problem may show some writes later.
    var outputProblem: String? { get }

    /// The width of a stream in columns where it is a terminal, nil where it is not.
    func terminalWidth(of stream: HostStream) -> Int?

    /// Called for each signal or wake-up, on the script's thread, while the host waits or idles.
    var onEvent: ((HostEvent) -> Void)? { get set }

    /// Lets up to `duration` of real time pass (zero: none), delivers the events that arrived and returns early after any.
    func idle(for duration: Duration)
}

/// Where a program writes.
package enum HostStream: Sendable { case standardOutput, standardError }

/// Something the outside world asks of a running script.
package enum HostEvent: Sendable, Equatable {
    /// SIGINT, SIGTERM or SIGHUP arrived; `count` is 1 for the first of them.
    case stop(signal: Int32, count: Int)
    /// SIGUSR1 arrived: print the task tree.
    case describeTasks
    /// Bytes can be read from standard input (only while a REPL asked for them).
    case inputReady
}

/// Why a file could not be read or written, as a sentence without the path.
package struct HostFileError: Error, Sendable {
    package var path: String
    package var reason: String

    package init(path: String, reason: String) {
        self.path = path
        self.reason = reason
    }
}
