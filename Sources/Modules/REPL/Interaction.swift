internal import Lua
internal import ScriptRuntime

/// An interactive session on one runtime: reads lines and handles Ctrl-C.
///
/// The loop itself is `repl.lua`, which runs as the main task, so that a line may wait while other tasks go
/// on.
final class Interaction: InterruptHandler {
    private unowned let runtime: ScriptRuntime
    private let reader: any LineReader
    private let onInterrupted: () -> Void
    /// The main task's wait for a line; nil while it does not wait for a line.
    private var reading: ResumptionTicket?
    /// Whether an interruption waits for the end of a write.
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

    /// Handles the end of the input: if an operator leaves, cancels the tasks in the background; at the end
    /// of a file, lets them go on.
    func inputHasEnded() {
        if reader.isPerson { runtime.cancelChildrenOfMainTask() }
    }

    func remember(_ text: String) { reader.remember(text) }

    // MARK: Interrupting

    /// Handles Ctrl-C: drops the line that is being typed, or interrupts the line that runs.
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
        runtime.console.writeError("requests in flight are finished first\n")
    }

    /// Raises an interruption that was postponed until the end of a write.
    func raisePending() throws {
        guard interruptIsPending else { return }
        interruptIsPending = false
        throw Self.interrupted
    }

    private static let interrupted = ScriptError(
        kind: "interrupted", message: "interrupted!", ending: .line)
}
