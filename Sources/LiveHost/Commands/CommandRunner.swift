internal import ScriptRuntime
internal import Synchronization

/// Starts commands, and reports their progress on the script's thread.
final class CommandRunner {
    /// The processes that have not ended, so that all can be killed at once.
    private final class Processes: Sendable {
        let all = Mutex<[UInt64: CommandProcess]>([:])
    }

    private let post: @Sendable (UInt64) -> Void
    private let processes = Processes()
    private var commands: [UInt64: CommandHandle] = [:]
    private var lastNumber: UInt64 = 0

    /// Makes a runner; `post` gets the number of a command whose state has changed, on any thread.
    init(post: @escaping @Sendable (UInt64) -> Void) {
        self.post = post
    }

    /// Whether a completion of a command is awaited, or a command got SIGTERM and still runs.
    var isBusy: Bool { commands.values.contains { $0.isAwaited || $0.process.isEnding } }

    /// Whether a command has not ended.
    var hasCommands: Bool { !commands.isEmpty }

    /// Starts a command.
    /// - Throws: If it can't be started.
    func start(_ command: HostCommand) throws(HostFileError) -> any RunningCommand {
        lastNumber += 1
        let number = lastNumber
        let process = try CommandProcess(command) { [post] in post(number) }
        processes.all.withLock { $0[number] = process }
        let handle = CommandHandle(process) { [weak self] handle in
            // A command that has ended is delivered again if the script asks for its remaining output.
            self?.commands[number] = handle
            self?.post(number)
        }
        commands[number] = handle
        return handle
    }

    /// Handles a change of a command's state.
    func deliver(_ number: UInt64) {
        guard let handle = commands[number] else { return }
        if handle.process.end != nil {
            commands[number] = nil
            processes.all.withLock { $0[number] = nil }
        }
        handle.deliver()
    }

    /// Closes the streams of all commands; commands that do not end after a delay get SIGTERM.
    ///
    /// A command that the script wrote to has work to finish, and gets a longer delay.
    func release(after delay: Duration, afterWriting delayOfWriters: Duration) {
        for handle in commands.values {
            handle.closeStreams()
            handle.process.terminate(after: handle.hasWritten ? delayOfWriters : delay)
        }
    }

    /// Whether a command got SIGTERM and still runs.
    var isEndingAny: Bool { commands.values.contains { $0.process.isEnding } }

    /// A function, for any thread, that kills all commands at once.
    var killAll: @Sendable () -> Void {
        { [processes] in
            for process in processes.all.withLock({ Array($0.values) }) { process.kill() }
        }
    }
}

/// A command as the script's thread sees it.
private final class CommandHandle: RunningCommand {
    let process: CommandProcess
    /// Makes the host deliver this command again.
    private let poke: (CommandHandle) -> Void
    private var onOutput: (([UInt8]?) -> Void)?
    private var onInputTaken: ((Bool) -> Void)?
    private var onEnd: ((HostCommandEnd) -> Void)?
    /// Whether the script wrote to it.
    private(set) var hasWritten = false

    init(_ process: CommandProcess, poke: @escaping (CommandHandle) -> Void) {
        (self.process, self.poke) = (process, poke)
    }

    var isAwaited: Bool { onOutput != nil || onInputTaken != nil || onEnd != nil }

    func write(_ bytes: [UInt8], completion: @escaping (Bool) -> Void) {
        process.write(bytes)
        hasWritten = true
        onInputTaken = completion
        poke(self)
    }

    func closeStreams() { process.closeStreams() }

    func nextOutput(_ completion: @escaping ([UInt8]?) -> Void) {
        onOutput = completion
        poke(self)
    }

    func whenEnded(_ completion: @escaping (HostCommandEnd) -> Void) {
        onEnd = completion
        poke(self)
    }

    func cancel() {
        (onOutput, onInputTaken) = (nil, nil)
        process.terminate()
    }

    /// Calls the completions whose results are there.
    func deliver() {
        // The end is read first: then all output before the end has arrived.
        let end = process.end
        if let onOutput {
            let output = process.takeOutput()
            if !output.isEmpty || end != nil {
                self.onOutput = nil
                onOutput(output.isEmpty ? nil : output)
            }
        }
        if let onInputTaken, process.isInputTaken {
            self.onInputTaken = nil
            onInputTaken(process.isReading)
        }
        if let onEnd, let end {
            self.onEnd = nil
            onEnd(end)
        }
    }
}
