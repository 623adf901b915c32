package import Lua

/// Takes Ctrl-C in the place of the run, which would stop.
package protocol InterruptHandler: AnyObject {
    /// SIGINT has arrived.
    func interrupt()

    /// Called before each wait of the main task; throws an interruption that could not be raised earlier.
    func raisePending() throws
}

/// What came of an attempt to interrupt the main task.
package enum MainTaskInterruption: Sendable {
    case raised
    /// Its write has to settle first.
    case postponed
    /// It does not wait, or there is none.
    case notWaiting
}

// What a conversation does to the main task, which runs its loop.
extension ScriptRuntime {
    /// Ends the wait of the main task with an error.
    package func interruptMainTask(with error: ScriptError) -> MainTaskInterruption {
        guard let root, tasks[root].phase == .waiting else { return .notWaiting }
        if tasks[root].wait.mustSettle { return .postponed }
        interrupt(root, with: .failure(error))
        return .raised
    }

    /// Cancels all that goes on beside the main task.
    package func cancelChildrenOfMainTask() {
        guard let root else { return }
        for child in tasks.children(of: root) { cancel(child, .parentEnded) }
    }

    /// The watchdog for code that does not stop by itself may rest: what was asked for is done, and the run goes on.
    package func interruptIsHandled() { runawayStop?.rest() }

    /// Tells of a failure that no task waits for.
    func reportToSupervisor(_ failure: LuaState.Failure, of child: UInt32) {
        let message = "\(taskName(child)) failed: \(failure.summary)"
        var text = VisibleText.escaped(message, keepsLines: true) + "\n"
        if let traceback = failure.traceback { text += traceback + "\n" }
        console.writeError(text)
    }
}
