package import Basics
package import Journal

/// The only way to the outside world: time, random numbers, network, files, environment and output.
///
/// Nothing else in the product reads a clock, draws a random number, opens a socket or prints. A host belongs to the thread
/// that runs the script; results and events of other threads wait in the host until ``wait(until:)`` delivers them.
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

    /// Whether the host is simulated: time jumps, and no real cloud is reached.
    var isSimulated: Bool { get }

    /// Waits until `deadline` (nil: no deadline) or until something arrives, and delivers what arrived.
    ///
    /// Completions of ``transport`` and ``connect(hostname:port:timeout:completion:)``, signals and other events are called
    /// in here, on the caller's thread, and nowhere else. Returns early after any delivery. If the deadline has passed,
    /// delivers what has arrived and returns at once.
    func wait(until deadline: Moment?)

    /// Whether an operation is under way whose completion will arrive; signals do not count.
    ///
    /// A loop with no timer, no ready task and no outstanding work is deadlocked.
    var hasOutstandingWork: Bool { get }

    // MARK: Network

    /// HTTP, to the cloud and to scripts' own URLs.
    var transport: any Transport { get }

    /// Tries to open a TCP connection and closes it again; `completion` gets nil, or the reason for the failure.
    @discardableResult
    func connect(
        hostname: String, port: Int, timeout: Duration, completion: @escaping (String?) -> Void
    ) -> any Cancellable

    // MARK: Journal

    /// The campaigns that outlive this process, with their locks and their journals.
    var campaigns: any CampaignArchive { get }

    /// Returns this process as the holder of a lock, for other processes to read.
    ///
    /// `script` is the path of the script, if it has one.
    func lockHolder(script: String?) -> LockHolder

    // MARK: Commands

    /// Starts a command while the script runs on; its completions are called in ``wait(until:)``, like the
    /// completions of the network.
    /// - Throws: If the command can't be started.
    func start(_ command: HostCommand) throws(HostFileError) -> any RunningCommand

    /// Ends the commands that still run, once no script runs any more: closes the input of each and gives it a grace period.
    func releaseCommands()
}

/// The program's files, environment, output and signals, whether time is real or simulated.
package protocol Surroundings: AnyObject {
    /// The value of an environment variable.
    func environment(_ name: String) -> String?

    /// The whole content of a file.
    func readFile(_ path: String) throws(HostFileError) -> [UInt8]

    /// Replaces the content of a file, or makes the file; until all of the new content is on the disk, the old file stays.
    func writeFile(_ path: String, _ content: [UInt8]) throws(HostFileError)

    /// Throws if a file can't be written; changes nothing.
    func checkWritable(_ path: String) throws(HostFileError)

    /// All of standard input.
    func readStandardInput() throws(HostFileError) -> [UInt8]

    /// Writes bytes to standard output or standard error, in the order of the calls.
    func write(_ bytes: [UInt8], to stream: HostStream)

    /// Why standard output can't be written (a full disk, a closed pipe); nil while it can.
    ///
    /// Output is buffered, so a problem may show some writes later.
    var outputProblem: String? { get }

    /// The width of a stream in columns if it is a terminal; otherwise nil.
    func terminalWidth(of stream: HostStream) -> Int?

    /// Called for each signal or wake-up, on the script's thread, while the host waits or idles.
    var onEvent: ((HostEvent) -> Void)? { get set }

    /// Waits up to `duration` of real time (zero: not at all), delivers the events that arrived, and returns early after any.
    func idle(for duration: Duration)
}

/// An output stream of the program.
package enum HostStream: Sendable { case standardOutput, standardError }

/// A request from outside to a running script.
package enum HostEvent: Sendable, Equatable {
    /// SIGINT, SIGTERM or SIGHUP arrived; `count` is 1 for the first of them.
    case stop(signal: Int32, count: Int)
    /// SIGUSR1 arrived: print the task tree.
    case describeTasks
    /// Bytes can be read from standard input (only while a REPL asked for them).
    case inputReady
}

/// Why a file could not be read or written, as a sentence without the path.
package struct HostFileError: Error, Sendable, CustomStringConvertible {
    package var path: String
    package var reason: String

    package var description: String { reason }

    package init(path: String, reason: String) {
        self.path = path
        self.reason = reason
    }
}
