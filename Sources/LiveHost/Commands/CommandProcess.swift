internal import Basics
internal import Glibc
internal import ScriptRuntime
internal import Synchronization

/// One process that runs a command, and its two threads: one waits for its end, one moves bytes.
///
/// Its members may be called from every thread. `onNews` is called on the second thread whenever its state may have changed.
final class CommandProcess: Sendable {
    private struct State {
        /// Bytes still to be written to the command.
        var input: ArraySlice<UInt8> = []
        var isInputClosed = false
        /// The command has closed its standard input.
        var isInputRefused = false
        var output: [UInt8] = []
        /// The script has closed the streamed output: further output of the command is refused.
        var isOutputRefused = false
        var errors: [UInt8] = []
        var isTruncated = false
        var hasExited = false
        var isReaped = false
        /// When it times out and gets SIGTERM.
        var deadline: Int64?
        var hasTimedOut = false
        /// When the processes left in its group are killed; nil until the command gets SIGTERM.
        var killTime: Int64?
        var isKilled = false
        var end: HostCommandEnd?
    }

    /// The limit of streamed output that waits for the script, in bytes; beyond it, the command is blocked.
    private static let backlogMax = 1 << 20

    private let pid: pid_t
    private var group: ProcessGroup { ProcessGroup(number: pid) }
    private let command: HostCommand
    private let pipes: CommandPipes
    private let wakeUp: (own: Int32, other: Int32)
    private let state: Mutex<State>
    private let onNews: @Sendable () -> Void

    /// Starts the process.
    /// - Throws: If the program can't be started, or the system has no descriptor or thread left.
    init(_ command: HostCommand, onNews: @escaping @Sendable () -> Void) throws(HostFileError) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else {
            throw HostFileError(path: "a pipe to a command", reason: errnoReason())
        }
        for end in ends { _ = fcntl(end, F_SETFL, O_NONBLOCK) }
        var pipes: CommandPipes
        do throws(HostFileError) {
            pipes = try CommandPipes(for: command)
            do throws(HostFileError) { pid = try command.spawn(pipes) } catch {
                pipes.closeAll()
                throw error
            }
        } catch {
            for end in ends { Glibc.close(end) }
            throw error
        }
        pipes.closeOthers()
        (self.command, self.pipes, wakeUp, self.onNews) = (command, pipes, (ends[0], ends[1]), onNews)
        var state = State()
        if case .bytes(let bytes) = command.input { (state.input, state.isInputClosed) = (bytes[...], true) }
        state.deadline = command.timeout.map { Self.now + $0.nanoseconds }
        self.state = Mutex(state)
        try startThreads()
    }

    private func startThreads() throws(HostFileError) {
        let stackSize = 1 << 18
        let mover = BackgroundThread(stackSize: stackSize) { [self] in moveBytes() }
        if mover != nil, BackgroundThread(stackSize: stackSize, { [self] in followEnd() }) != nil { return }
        group.send(SIGKILL)
        state.withLock { $0.hasExited = true }  // it will exit, and no thread waits for that
        if mover == nil { moveBytes() } else { wake() }
        throw HostFileError(path: "a thread for the command", reason: "the system has none left")
    }

    private static var now: Int64 { SystemClock.nanoseconds(of: CLOCK_MONOTONIC) }

    // MARK: For the script's thread

    /// How the command ended; nil while it runs.
    var end: HostCommandEnd? { state.withLock { $0.end } }

    /// Whether it got SIGTERM and still runs.
    var isEnding: Bool { state.withLock { $0.killTime != nil && $0.end == nil } }

    /// Whether all its input has been read, or never will be.
    var isInputTaken: Bool { state.withLock { $0.input.isEmpty || $0.end != nil } }

    /// Whether it still reads its input.
    var isReading: Bool { state.withLock { $0.end == nil && !$0.isInputRefused } }

    func write(_ bytes: [UInt8]) {
        state.withLock { if !$0.isInputClosed { $0.input += bytes } }
        wake()
    }

    /// Closes its input and stops reading its streamed output.
    func closeStreams() {
        state.withLock { state in
            (state.isInputClosed, state.isOutputRefused, state.output) = (true, true, [])
        }
        wake()
    }

    /// Takes the streamed output that has arrived.
    func takeOutput() -> [UInt8] {
        let taken = state.withLock { state in
            defer { state.output = [] }
            return state.output
        }
        if taken.count >= Self.backlogMax { wake() }
        return taken
    }

    /// Sends SIGTERM to all processes of the group, now or after a delay; processes that still run after the grace period are
    /// killed.
    func terminate(after delay: Duration = .zero) {
        state.withLock { state in
            if delay > .zero {
                state.deadline = min(state.deadline ?? .max, Self.now + delay.nanoseconds)
            } else {
                askToEnd(&state)
            }
        }
        wake()
    }

    /// Kills all processes of the group at once.
    func kill() {
        state.withLock { if !$0.isReaped { group.send(SIGKILL) } }
    }

    private func askToEnd(_ state: inout State) {
        guard state.killTime == nil, !state.isReaped else { return }
        state.killTime = Self.now + command.grace.nanoseconds
        group.send(SIGTERM)
        group.send(SIGCONT)
    }

    private func wake() {
        var byte: UInt8 = 0
        // After the command's end, the descriptor may belong to another file.
        state.withLock { if $0.end == nil { _ = Glibc.write(wakeUp.other, &byte, 1) } }
    }

    // MARK: The thread that waits for the end

    /// Waits for the process without reaping it: its number must not be reused until the other thread has sent the last
    /// signal.
    private func followEnd() {
        var information = siginfo_t()
        while waitid(P_PID, id_t(pid), &information, WEXITED | WNOWAIT) != 0, errno == EINTR {}
        state.withLock { $0.hasExited = true }
        wake()
    }

    // MARK: The thread that moves bytes

    private func moveBytes() {
        var input = pipes.input.own, output = pipes.output.own, errors = pipes.errors.own
        while true {
            let hasExited = pollOnce(&input, &output, &errors)
            writeInput(&input)
            if state.withLock({ $0.isOutputRefused }), output >= 0 { Self.close(&output) }
            // Streamed output is read until its end, as that of a pipe is, unless the command got SIGTERM.
            let isLast = hasExited && (command.output != .streamed || state.withLock { $0.killTime != nil })
            read(&output, \.output, command.output, isLast: isLast)
            read(&errors, \.errors, command.errors, isLast: isLast)
            keepTime()
            if isLast || hasExited && output < 0 { break }
            onNews()
        }
        for descriptor in [input, output, errors] where descriptor >= 0 { Glibc.close(descriptor) }
        finish()
        onNews()
    }

    /// Waits until bytes can be moved, or until a deadline.
    /// - Returns: Whether the process had ended before; all its output is then in the pipes.
    private func pollOnce(_ input: inout Int32, _ output: inout Int32, _ errors: inout Int32) -> Bool {
        let (hasInput, hasRoom, deadline, hasExited) = state.withLock { state in
            (
                !state.input.isEmpty || state.isInputClosed,
                command.output != .streamed || state.output.count < Self.backlogMax,
                [state.deadline, state.isKilled ? nil : state.killTime].compactMap { $0 }.min(),
                state.hasExited
            )
        }
        if hasExited, command.output != .streamed || output < 0 { return true }
        // `poll` ignores a negative descriptor.
        var polled = [
            pollfd(fd: wakeUp.own, events: Int16(POLLIN), revents: 0),
            pollfd(fd: hasInput ? input : -1, events: Int16(POLLOUT), revents: 0),
            pollfd(fd: hasRoom ? output : -1, events: Int16(POLLIN), revents: 0),
            pollfd(fd: errors, events: Int16(POLLIN), revents: 0),
        ]
        poll(&polled, nfds_t(polled.count), milliseconds(until: deadline))
        var bytes = [UInt8](repeating: 0, count: 256)
        while Glibc.read(wakeUp.own, &bytes, bytes.count) > 0 {}
        return hasExited
    }

    private func milliseconds(until deadline: Int64?) -> Int32 {
        guard let deadline else { return -1 }
        return Int32(clamping: max(0, deadline - Self.now) / 1_000_000 + 1)
    }

    private func writeInput(_ descriptor: inout Int32) {
        while descriptor >= 0 {
            let (piece, isClosed) = state.withLock { (Array($0.input.prefix(1 << 16)), $0.isInputClosed) }
            if piece.isEmpty {
                if isClosed { Self.close(&descriptor) }
                return
            }
            let count = Glibc.write(descriptor, piece, piece.count)
            if count > 0 {
                state.withLock { $0.input = $0.input.dropFirst(count) }
            } else if errno == EAGAIN {
                return
            } else if errno != EINTR {
                // The command does not read any more.
                state.withLock { ($0.input, $0.isInputClosed, $0.isInputRefused) = ([], true, true) }
                Self.close(&descriptor)
            }
        }
    }

    /// The limit of pieces per round, low enough that a command which writes for ever can still time out.
    ///
    /// The pieces hold more than a pipe, so the last round reads everything that a command wrote before its end.
    private static let piecesMax = 32

    private func read(
        _ descriptor: inout Int32, _ buffer: any WritableKeyPath<State, [UInt8]> & Sendable,
        _ destination: HostCommand.Output, isLast: Bool
    ) {
        var bytes = [UInt8](repeating: 0, count: 1 << 16)
        for _ in 0..<Self.piecesMax where descriptor >= 0 {
            let backlog = state.withLock { $0.output.count }
            if destination == .streamed, backlog >= Self.backlogMax, !isLast { return }
            let count = Glibc.read(descriptor, &bytes, bytes.count)
            if count > 0 {
                keep(bytes[..<count], buffer, destination)
            } else if count < 0, errno == EAGAIN {
                return
            } else if count == 0 || errno != EINTR {
                Self.close(&descriptor)
            }
        }
    }

    private func keep(
        _ bytes: ArraySlice<UInt8>, _ buffer: any WritableKeyPath<State, [UInt8]> & Sendable,
        _ destination: HostCommand.Output
    ) {
        state.withLock { state in
            guard case .kept(let sizeMax) = destination else {
                state[keyPath: buffer] += bytes
                return
            }
            let room = max(0, sizeMax - state[keyPath: buffer].count)
            state[keyPath: buffer] += bytes.prefix(room)
            if bytes.count > room { state.isTruncated = true }
        }
    }

    private static func close(_ descriptor: inout Int32) {
        Glibc.close(descriptor)
        descriptor = -1
    }

    private func keepTime() {
        state.withLock { state in
            let now = Self.now
            if let deadline = state.deadline, now >= deadline {
                state.deadline = nil
                state.hasTimedOut = true
                askToEnd(&state)
            }
            if let killTime = state.killTime, now >= killTime, !state.isKilled {
                group.send(SIGKILL)
                state.isKilled = true
            }
        }
    }

    /// Ends the remaining processes of the group if the command got SIGTERM, and stores how the command ended.
    private func finish() {
        let killTime = state.withLock { $0.isKilled ? Self.now : $0.killTime }
        if let killTime { endGroup(before: killTime) }
        state.withLock { state in
            var end = HostCommandEnd(reap())
            state.isReaped = true
            if command.output != .streamed { end.output = state.output }
            end.errors = state.errors
            (end.isTruncated, end.hasTimedOut) = (state.isTruncated, state.hasTimedOut)
            state.end = end
            for end in [wakeUp.own, wakeUp.other] { Glibc.close(end) }
        }
    }

    /// Reaps the process, which has ended, and returns its cause.
    private func reap() -> HostCommandEnd.Cause {
        var status: Int32 = 0, reaped: pid_t
        repeat { reaped = waitpid(pid, &status, 0) } while reaped < 0 && errno == EINTR
        let signal = status & 0x7F
        return reaped < 0 ? .unknown : signal == 0 ? .exit(status >> 8 & 0xFF) : .signal(signal)
    }

    /// The command is not reaped yet, so no other group can have this number.
    private func endGroup(before killTime: Int64) {
        while group.isAlive {
            if Self.now >= killTime { return group.send(SIGKILL) }
            poll(nil, 0, 20)
        }
    }
}

extension Duration {
    fileprivate var nanoseconds: Int64 {
        let (seconds, attoseconds) = components
        return Int64(min(seconds, 1_000_000_000)) * 1_000_000_000 + attoseconds / 1_000_000_000
    }
}
