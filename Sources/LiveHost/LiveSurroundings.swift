internal import Basics
internal import Glibc
internal import HTTPTransport
package import ScriptRuntime

/// The surroundings of real life: this process's files, variables, streams and signals.
///
/// It belongs to the script's thread. Other threads (signals, input, network) reach it through one mailbox, whose messages are
/// delivered in ``idle(for:)`` and nowhere else.
package class LiveSurroundings: Surroundings {
    /// What other threads can send.
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
    private let signals: SignalThread?
    private let input: InputWatch

    /// Makes the surroundings; with `receivingSignals`, they must be made before any other thread is.
    ///
    /// - Parameter receivingSignals: Whether SIGINT, SIGTERM, SIGHUP and SIGUSR1 become events.
    package convenience init(receivingSignals: Bool = true) {
        self.init(mailbox: Mailbox(), receivingSignals: receivingSignals)
    }

    init(mailbox: Mailbox<Message>, receivingSignals: Bool) {
        self.mailbox = mailbox
        input = InputWatch { mailbox.post(.event(.inputReady)) }
        signals = receivingSignals ? SignalThread { mailbox.post(.event($0)) } : nil
        Self.occupyMissingStreams()
        signal(SIGPIPE, SIG_IGN)
        signal(SIGCHLD, SIG_DFL)  // while it is ignored, the system keeps no exit codes of commands
        guard let signals else { return }
        signals.block()
        signals.start()
    }

    /// A standard stream that is closed when the program starts stays without effect: otherwise the next file that is opened would take
    /// its number, and get what is printed.
    private static func occupyMissingStreams() {
        for descriptor in STDIN_FILENO...STDERR_FILENO
        where fcntl(descriptor, F_GETFD) < 0 && errno == EBADF {
            _ = open("/dev/null", O_RDONLY)  // takes the lowest number; what is written to it fails
        }
    }

    // MARK: Signals and input

    /// Called on the signals' thread, with the signal and its count, for a first request to stop.
    ///
    /// The event arrives only when the script waits next; this can interrupt a loop that never does.
    package var onSignalThread: (@Sendable (Int32, Int) -> Void)? {
        get { signals?.onStop }
        set { signals?.onStop = newValue }
    }

    /// Ends all commands at once; to be called, on any thread, when the program ends without the script.
    var killCommands: (@Sendable () -> Void)? {
        get { signals?.onExit }
        set { signals?.onExit = newValue }
    }

    /// Makes the next SIGINT or SIGTERM the first one again; for a REPL that has dealt with it and goes on.
    package func resetStopCount() {
        signals?.reset()
    }

    /// Asks for one ``HostEvent/inputReady``, now or when standard input has something to read or has ended.
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

    /// Deals with one message; a host adds those of its own.
    func receive(_ message: Message) {
        if case .event(let event) = message { onEvent?(event) }
    }

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
        _ = try FileReplacement(path)  // what is not committed leaves nothing behind
    }

    /// Begins to write a file piece by piece; the file at the path is the old one until the new one is committed.
    package func openReplacement(_ path: String) throws(HostFileError) -> FileReplacement {
        try FileReplacement(path)
    }

    package func readStandardInput() throws(HostFileError) -> [UInt8] {
        try readToEnd(of: STDIN_FILENO, path: "standard input")
    }

    package func write(_ bytes: [UInt8], to stream: HostStream) {
        streams.write(bytes, to: stream)
    }

    /// Writes out what standard output still holds; to be called before the program ends.
    package func flush() {
        streams.flush()
    }

    package var outputProblem: String? { streams.outputProblem }

    package func terminalWidth(of stream: HostStream) -> Int? {
        streams.width(of: stream)
    }
}
