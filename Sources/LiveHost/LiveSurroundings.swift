internal import Basics
internal import Glibc
internal import HTTPTransport
package import ScriptRuntime

/// The real surroundings: this process's files, variables, streams and signals.
///
/// It belongs to the script's thread. Other threads (signals, input, network) reach it through one mailbox, whose messages are
/// delivered in ``idle(for:)`` and nowhere else.
package class LiveSurroundings: Surroundings {
    /// The messages of other threads.
    enum Message: Sendable {
        case event(HostEvent)
        case arrival(HTTPClientTransport.Arrival)
        case connected(attempt: UInt64, failure: String?)
        case command(number: UInt64)
        case work(@Sendable () -> Void)
    }

    let mailbox: Mailbox<Message>
    package var onEvent: ((HostEvent) -> Void)?
    private var streams = StandardStreams()
    private var signals: SignalThread?
    private let input: InputWatch

    /// Makes the surroundings; with `receivingSignals`, they must be made before any other thread.
    ///
    /// - Parameter receivingSignals: Whether SIGINT, SIGTERM, SIGHUP and SIGUSR1 become events.
    package convenience init(receivingSignals: Bool = true) {
        self.init(mailbox: Mailbox(), receivingSignals: receivingSignals)
    }

    init(mailbox: Mailbox<Message>, receivingSignals: Bool) {
        self.mailbox = mailbox
        input = InputWatch { mailbox.post(.event(.inputReady)) }
        Self.occupyMissingStreams()
        signal(SIGPIPE, SIG_IGN)
        signal(SIGCHLD, SIG_DFL)  // if it were ignored, the system would keep no exit codes of commands
        if receivingSignals { receiveSignals() }
    }

    /// Makes SIGINT, SIGTERM, SIGHUP and SIGUSR1 events; called before any other thread exists.
    package func receiveSignals() {
        guard signals == nil else { return }
        let signals = SignalThread { [mailbox] in mailbox.post(.event($0)) }
        signals.block()
        signals.start()
        self.signals = signals
    }

    /// Opens `/dev/null` for each standard stream that is closed when the program starts: otherwise the next file that is
    /// opened would get its number, and receive what is printed.
    private static func occupyMissingStreams() {
        for descriptor in STDIN_FILENO...STDERR_FILENO
        where fcntl(descriptor, F_GETFD) < 0 && errno == EBADF {
            _ = open("/dev/null", O_RDONLY)  // gets the lowest number; writing to it fails
        }
    }

    // MARK: Signals and input

    /// Called on the signals' thread, with the signal and its count, for the first request to stop.
    ///
    /// The event arrives only at the script's next wait; this can interrupt a loop that never waits.
    package var onSignalThread: (@Sendable (Int32, Int) -> Void)? {
        get { signals?.onStop }
        set { signals?.onStop = newValue }
    }

    /// Kills all commands at once; called, on any thread, when the program ends without the script.
    var killCommands: (@Sendable () -> Void)? {
        get { signals?.onExit }
        set { signals?.onExit = newValue }
    }

    /// Returns what standard error gets before the second request to stop ends the program; called on the signals' thread.
    package var lastWords: (@Sendable () -> String?)? {
        get { signals?.lastWords }
        set { signals?.lastWords = newValue }
    }

    /// Makes the next SIGINT or SIGTERM count as the first; for a REPL that has handled a signal and goes on.
    package func resetStopCount() {
        signals?.reset()
    }

    /// Requests one ``HostEvent/inputReady``, when standard input can be read or has ended.
    package func enableInputEvents() {
        input.arm()
    }

    package func idle(for duration: Duration) {
        flush()
        deliver(mailbox.take(waiting: duration))
    }

    /// Delivers messages, each on the caller's thread.
    func deliver(_ messages: [Message]) {
        for message in messages { receive(message) }
    }

    /// Handles one message; a host overrides it for its own messages.
    func receive(_ message: Message) {
        if case .event(let event) = message { onEvent?(event) }
    }

    /// Calendar time, in nanoseconds since 1970 UTC.
    package var wallClockNanoseconds: Int64 { SystemClock.nanoseconds(of: CLOCK_REALTIME) }

    // MARK: Environment, files and output

    package func environment(_ name: String) -> String? {
        WithheldVariables.value(of: name) ?? getenv(name).map { String(cString: $0) }
    }

    package func readFile(_ path: String) throws(HostFileError) -> [UInt8] {
        try Self.content(of: path)
    }

    /// The whole content of a file, on any thread.
    package static func content(of path: String) throws(HostFileError) -> [UInt8] {
        try readWholeFile(path)
    }

    package func writeFile(_ path: String, _ content: [UInt8]) throws(HostFileError) {
        let file = try openReplacement(path)
        try file.append(content)
        try file.commit()
    }

    package func checkWritable(_ path: String) throws(HostFileError) {
        _ = try FileReplacement(path)  // without a commit, no file stays
    }

    /// Begins to write a file piece by piece; the old file stays until the new one is committed.
    package func openReplacement(_ path: String) throws(HostFileError) -> FileReplacement {
        try FileReplacement(path)
    }

    package func readStandardInput() throws(HostFileError) -> [UInt8] {
        try readToEnd(of: STDIN_FILENO, path: "standard input")
    }

    package func write(_ bytes: [UInt8], to stream: HostStream) {
        streams.write(bytes, to: stream)
    }

    /// Flushes standard output; called before the program ends.
    package func flush() {
        streams.flush()
    }

    package var outputProblem: String? { streams.outputProblem }

    package func terminalWidth(of stream: HostStream) -> Int? {
        streams.width(of: stream)
    }
}
