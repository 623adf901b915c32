import Basics
package import Lua

// How a run is asked to end: signals, the time limit, exit.
extension ScriptRuntime {
    func handle(_ event: HostEvent) {
        switch event {
        case .stop(let signal, _):
            if signal == 2, let interruptHandler {
                interruptHandler.interrupt()
            } else {
                stop(signal: signal)
            }
        case .describeTasks: console.writeError(describeTasks())
        case .inputReady: onInput?()
        }
    }

    /// Stops the run: starts no new work, lets writes in flight settle, and cancels everything else.
    package func stop(signal: Int32) {
        guard stopSignal == nil else { return }
        stopSignal = signal
        console.log(
            .warn,
            "stopping: reboots and requests in flight are finished first; press Ctrl-C again to end at once")
        if let root { cancel(root, .stop(signal: signal)) }
    }

    /// Ends the run with an exit code, as soon as every task has ended; in a hook, ends that hook alone with an error.
    /// - Returns: The error that the running task raises.
    package func exit(_ code: Int32) -> ScriptError {
        guard let current else { return ScriptError(kind: "usage", message: "no task is running here") }
        if let hook = hook(around: current) {
            if hook != current { cancel(hook, .exit) }
            return ScriptError(kind: "exit", message: "it called exit(\(code))", ending: .program)
        }
        if requestedExit == nil { requestedExit = code }
        if let root { cancel(root, .exit) }
        tasks[current].hasRaisedExit = true
        return ScriptError(
            kind: "cancelled", message: TaskTable.Cancellation.exit.sentence, ending: .program)
    }

    /// The nearest task, from `slot` upwards, that is inside a hook of the script.
    private func hook(around slot: UInt32) -> UInt32? {
        var next: UInt32? = slot
        while let candidate = next {
            if tasks[candidate].hooks > 0 { return candidate }
            next = tasks.parent(of: candidate)
        }
        return nil
    }

    func armTimeLimit() {
        guard let limit = configuration.timeLimit else { return }
        timers.insert(
            .action(TimerAction { [weak self] in self?.timeIsUp() }), at: host.now + limit, isBackground: true
        )
    }

    private func timeIsUp() {
        guard ended == nil, !isTimeUp else { return }
        isTimeUp = true
        if let root, tasks[root].phase != .closing || tasks[root].hasChildren,
            let limit = configuration.timeLimit
        {
            console.log(
                .warn,
                "the time limit of \(DurationText.describe(limit)) is reached: reboots and requests in flight are finished first"
            )
        }
        if let root { cancel(root, .timeLimit) }
    }

    /// Called after Lua code was interrupted that did not stop by itself, because of a signal or of the time limit.
    func absorbInterrupt() {
        lua.clearInterrupt()
        if runawayStop?.isForTimeLimit == true {
            timeIsUp()
        } else {
            host.idle(for: .zero)  // delivers the signal
        }
    }

    /// Whether the run was asked to stop, so that no new work should start.
    package var isStopping: Bool { stopSignal != nil || isTimeUp }

    /// The reason for which the run was asked to stop, as a sentence without a full stop.
    package var stopReason: String {
        if isTimeUp, let limit = configuration.timeLimit {
            return "the time limit of the run has passed (--time-limit, \(DurationText.describe(limit)))"
        }
        return "the run was asked to stop" + (stopSignal.map { " (\(SignalNames.name(of: $0)))" } ?? "")
    }

    /// Whether another chunk can run: the run was not asked to end.
    package var canContinue: Bool { requestedExit == nil && stopSignal == nil && !isTimeUp }

    /// The tree of tasks as text: for each task its name, its state, what it waits for, since when, and at
    /// which line.
    package func describeTasks() -> String {
        guard let root else { return "no tasks\n" }
        var text = "\(tasks.liveCount) task\(tasks.liveCount == 1 ? "" : "s")\n"
        var pending = [(slot: root, depth: 0)]
        while let (slot, depth) = pending.popLast() {
            text += describe(slot, depth: depth)
            pending += tasks.children(of: slot).reversed().map { ($0, depth + 1) }
        }
        return text
    }

    /// Deeper tasks are not indented further.
    private static let indentationsMax = 20

    private func describe(_ slot: UInt32, depth: Int) -> String {
        let record = tasks[slot]
        var text = String(repeating: "  ", count: min(depth, Self.indentationsMax) + 1)
        if depth > Self.indentationsMax { text += "(\(depth) deep) " }
        text += VisibleText.escaped(record.name ?? "task \(record.serial)") + ": "
        switch record.phase {
        case .waiting:
            text += "waits for \(VisibleText.escaped(describeWait(of: slot)))"
            text += ", since \(DurationText.describe(host.now.since(record.wait.since)))"
        case .closing: text += "has ended, waits for its children"
        case .running: text += "runs"
        case .ready, .free: text += "ready"
        }
        if let place = lua.place(of: slot) { text += ", at \(place)" }
        if record.cancellation != nil { text += " (cancelled)" }
        return text + "\n"
    }
}
