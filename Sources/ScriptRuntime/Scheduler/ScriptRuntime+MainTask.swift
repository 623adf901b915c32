package import Lua

/// Handles Ctrl-C instead of the run, which would stop.
package protocol InterruptHandler: AnyObject {
    /// SIGINT has arrived.
    func interrupt()

    /// Called before each wait of the main task; throws an interruption that could not be raised earlier.
    func raisePending() throws
}

/// The result of an attempt to interrupt the main task.
package enum MainTaskInterruption: Sendable {
    case raised
    /// The main task waits for the answer of a write, which must settle first.
    case postponed
    /// The main task does not wait, or there is no main task.
    case notWaiting
}

// What a REPL does to the main task, which runs the REPL's loop.
extension ScriptRuntime {
    /// Ends the wait of the main task with an error.
    package func interruptMainTask(with error: ScriptError) -> MainTaskInterruption {
        guard let root, tasks[root].phase == .waiting else { return .notWaiting }
        if tasks[root].wait.mustSettle { return .postponed }
        interrupt(root, with: .failure(error))
        return .raised
    }

    /// Cancels all children of the main task.
    package func cancelChildrenOfMainTask() {
        guard let root else { return }
        for child in tasks.children(of: root) { cancel(child, .parentEnded) }
    }

    /// Stops the watchdog: the interruption was handled, and the run goes on.
    package func interruptIsHandled() { runawayStop?.rest() }

    /// Prints a failure that no task waits for.
    func reportToSupervisor(_ failure: LuaState.Failure, of child: UInt32) {
        let message = "\(taskName(child)) failed: \(failure.summary)"
        var text = VisibleText.escaped(message, keepsLines: true) + "\n"
        if let traceback = failure.traceback { text += traceback + "\n" }
        console.writeError(text)
    }
}
