internal import ScriptRuntime
internal import Synchronization

/// Starts commands and hands on, on the script's thread, what becomes of them.
final class CommandRunner {
    /// The processes that have not ended, for whoever has to kill them all at once.
    private final class Processes: Sendable {
        let all = Mutex<[UInt64: CommandProcess]>([:])
    }

    private let post: @Sendable (UInt64) -> Void
    private let processes = Processes()
    private var commands: [UInt64: CommandHandle] = [:]
    private var lastNumber: UInt64 = 0

    /// Makes a runner; `post` gets the number of a command about which there is news, on any thread.
    init(post: @escaping @Sendable (UInt64) -> Void) {
        self.post = post
    }

    /// Whether something will come of a command without further help.
    var isBusy: Bool { commands.values.contains { $0.isAwaited || $0.process.isEnding } }

    /// Whether a command has not ended.
    var hasCommands: Bool { !commands.isEmpty }

    /// Starts a command.
    /// - Throws: Where it can't be started.
    func start(_ command: HostCommand) throws(HostFileError) -> any RunningCommand {
        lastNumber += 1
        let number = lastNumber
        let process = try CommandProcess(command) { [post] in post(number) }
        processes.all.withLock { $0[number] = process }
        let handle = CommandHandle(process) { [weak self] handle in
            // A command that has ended is looked at again where somebody asks for what is left of it.
            self?.commands[number] = handle
            self?.post(number)
        }
        commands[number] = handle
        return handle
    }

    /// There is news about a command.
    func deliver(_ number: UInt64) {
        guard let handle = commands[number] else { return }
        if handle.process.end != nil {
            commands[number] = nil
            processes.all.withLock { $0[number] = nil }
        }
        handle.deliver()
    }

    /// Closes the streams of all commands; those that do not end after a while are asked to.
    ///
    /// A command whose input was written has something to finish, and gets more time for it.
    func release(after delay: Duration, afterWriting delayOfWriters: Duration) {
        for handle in commands.values {
            handle.closeStreams()
            handle.process.terminate(after: handle.hasWritten ? delayOfWriters : delay)
        }
    }

    /// The commands that were asked to end and have not yet.
    var isEndingAny: Bool { commands.values.contains { $0.process.isEnding } }

    /// A function, for any thread, that kills everything at once.
    var killAll: @Sendable () -> Void {
        { [processes] in
            for process in processes.all.withLock({ Array($0.values) }) { process.kill() }
        }
    }
}

/// A command as the script's thread sees it.
private final class CommandHandle: RunningCommand {
    let process: CommandProcess
    /// Makes the host look at this command again.
    private let poke: (CommandHandle) -> Void
    private var onOutput: (([UInt8]?) -> Void)?
    private var onInputTaken: ((Bool) -> Void)?
    private var onEnd: ((HostCommandEnd) -> Void)?
    /// Whether anything was written to it.
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

    /// Calls the completions for which there is something.
    func deliver() {
        // The end is read first: all output that was written before it has arrived then.
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
