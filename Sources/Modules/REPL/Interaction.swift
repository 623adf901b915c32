internal import Lua
internal import ScriptRuntime

/// A conversation with a person over one runtime: lines in, answers out, with Ctrl-C for what is under way.
///
/// The loop itself is `repl.lua`, which runs as the main task, so that a line may wait while other tasks go on.
final class Interaction: InterruptHandler {
    private unowned let runtime: ScriptRuntime
    private let reader: any LineReader
    private let onInterrupted: () -> Void
    /// The main task's wait for a line.
    private var reading: ResumptionTicket?
    /// The next wait of the main task raises.
    private var interruptIsPending = false

    init(_ runtime: ScriptRuntime, _ reader: any LineReader, onInterrupted: @escaping () -> Void) {
        self.runtime = runtime
        self.reader = reader
        self.onInterrupted = onInterrupted
    }

    // MARK: Reading

    /// Makes the running task wait for a line.
    func read(prompt: String) throws -> HostAnswer {
        let ticket = try runtime.beginOperation("a line of input")
        reading = ticket
        runtime.awaitsInput = true
        runtime.onCancel(ticket) { [self] in
            stopReading()
            reader.cancel()
        }
        reader.readLine(prompt: prompt) { [self] input in
            stopReading()
            runtime.finish(ticket, Self.answer(input))
        }
        return .wait
    }

    private func stopReading() {
        reading = nil
        runtime.awaitsInput = false
    }

    private static func answer(_ input: LineInput) -> HostAnswer {
        switch input {
        case .line(let text): .value(.string(text))
        case .cancelled: .value(false)
        case .end: .nothing
        }
    }

    /// At the end of the input: a person who leaves ends what goes on in the background, a file does not.
    func inputHasEnded() {
        if reader.isPerson { runtime.cancelChildrenOfMainTask() }
    }

    func remember(_ text: String) { reader.remember(text) }

    // MARK: Interrupting

    /// Ctrl-C: gives up the line that is typed, or what a line waits for.
    func interrupt() {
        runtime.interruptIsHandled()
        onInterrupted()
        if let reading {
            reader.cancel()
            stopReading()
            runtime.console.write(Array("^C\n".utf8))
            return runtime.finish(reading, Self.answer(.cancelled))
        }
        guard case .postponed = runtime.interruptMainTask(with: Self.interrupted) else { return }
        interruptIsPending = true
        runtime.console.writeError("what is in flight is finished first\n")
    }

    /// Raises an interruption that had to wait for the end of a write.
    func raisePending() throws {
        guard interruptIsPending else { return }
        interruptIsPending = false
        throw Self.interrupted
    }

    private static let interrupted = ScriptError(
        kind: "interrupted", message: "interrupted!", ending: .line)
}
