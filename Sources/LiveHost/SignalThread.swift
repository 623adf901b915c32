internal import Basics
internal import Glibc
internal import ScriptRuntime
internal import Synchronization

/// Receives SIGINT, SIGTERM, SIGQUIT, SIGHUP and SIGUSR1 on a thread of its own.
///
/// A signal that was ignored when the program started stays ignored: `nohup`, and a shell that starts a background job, rely
/// on that.
///
/// A thread in `sigwait` may call any function, unlike a signal handler, and it runs even while the script's thread is
/// blocked in C. The second request to stop ends the program from here, at once: the terminal's settings are restored, and
/// output is not flushed, since flushing could block.
final class SignalThread: Sendable {
    private struct State {
        var stops = StopSignals()
        var onStop: (@Sendable (Int32, Int) -> Void)?
        var onExit: (@Sendable () -> Void)?
        var lastWords: (@Sendable () -> String?)?
    }

    private let state = Mutex(State())
    private let terminal = TerminalSettings()
    private let post: @Sendable (HostEvent) -> Void
    private let exit: @Sendable (Int32) -> Void
    private let thread = Mutex<BackgroundThread?>(nil)

    /// The signals that it receives: those that were not ignored when the program started.
    let signals: [Int32]

    /// Blocks the signals in the calling thread and in all threads that it makes from now on.
    ///
    /// Called before any other thread exists: a signal goes to any thread that doesn't block it.
    func block() {
        var set = signalSet()
        pthread_sigmask(SIG_BLOCK, &set, nil)
    }

    /// Makes a receiver; ``start()`` starts its thread.
    ///
    /// - Parameters:
    ///   - isIgnored: Whether a signal was ignored when the program started; replaced by tests.
    ///   - exit: Ends the program; replaced by tests.
    ///   - post: Called on the signals' thread for each signal.
    init(
        isIgnored: (Int32) -> Bool = isSignalIgnored,
        exit: @escaping @Sendable (Int32) -> Void = { Glibc._exit($0) },
        post: @escaping @Sendable (HostEvent) -> Void
    ) {
        signals = [SIGINT, SIGTERM, SIGQUIT, SIGHUP, SIGUSR1].filter { !isIgnored($0) }
        self.exit = exit
        self.post = post
    }

    /// Called on the signals' thread for each first request to stop, beside the event: the script's thread may be busy.
    var onStop: (@Sendable (Int32, Int) -> Void)? {
        get { state.withLock { $0.onStop } }
        set { state.withLock { $0.onStop = newValue } }
    }

    /// Called on the signals' thread before the second request to stop ends the program.
    var onExit: (@Sendable () -> Void)? {
        get { state.withLock { $0.onExit } }
        set { state.withLock { $0.onExit = newValue } }
    }

    /// Returns what standard error gets before the second request to stop ends the program; called on the signals' thread.
    var lastWords: (@Sendable () -> String?)? {
        get { state.withLock { $0.lastWords } }
        set { state.withLock { $0.lastWords = newValue } }
    }

    /// Makes the next request to stop count as the first.
    func reset() {
        state.withLock { $0.stops.reset() }
    }

    func start() {
        thread.withLock { thread in
            thread = BackgroundThread { [self] in
                block()
                while true { receiveOne() }
            }
        }
    }

    /// Sends a signal to the receiving thread alone; for tests.
    func send(_ signal: Int32) {
        thread.withLock { $0?.send(signal) }
    }

    private func receiveOne() {
        var set = signalSet()
        var signal: Int32 = 0
        if sigwait(&set, &signal) == 0 { handle(signal) }
    }

    func handle(_ signal: Int32) {
        guard signal != SIGUSR1 else { return post(.describeTasks) }
        switch state.withLock({ $0.stops.received(signal) }) {
        case .ask(let count):
            post(.stop(signal: signal, count: count))
            onStop?(signal, count)
        case .exit(let code):
            onExit?()
            terminal.restore()
            endLine()
            if let words = lastWords?() { tryToWrite(Array(words.utf8)) }
            exit(code)
        case .ignore: break
        }
    }

    /// Ends the line that stands on the terminal, such as a progress line: the prompt of the shell gets a line of its own.
    private func endLine() {
        if isatty(STDERR_FILENO) == 1 { _ = writeAll([UInt8(ascii: "\n")], to: STDERR_FILENO) }
    }

    /// Writes to standard error, but only as much as it takes at once: a full pipe must not keep the program alive.
    private func tryToWrite(_ bytes: [UInt8]) {
        var writable = pollfd(fd: STDERR_FILENO, events: Int16(POLLOUT), revents: 0)
        guard poll(&writable, 1, 0) == 1, writable.revents & Int16(POLLOUT) != 0 else { return }
        // A pipe that can be written takes PIPE_BUF bytes without blocking.
        _ = write(STDERR_FILENO, bytes, min(bytes.count, Int(PIPE_BUF)))
    }

    private func signalSet() -> sigset_t {
        var set = sigset_t()
        sigemptyset(&set)
        for signal in signals { sigaddset(&set, signal) }
        return set
    }
}

/// Whether a signal is ignored in this process, also because the parent process ignored it.
func isSignalIgnored(_ signal: Int32) -> Bool {
    var action = sigaction()
    guard sigaction(signal, nil, &action) == 0 else { return false }
    return unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == ignoredHandler
}

/// The value of `SIG_IGN`.
private let ignoredHandler = unsafeBitCast(SIG_IGN, to: Int.self)
