package import Basics
package import Lua

// What modules may do to tasks.
extension ScriptRuntime {
    /// The running task; nil between steps.
    package var currentTask: TaskReference? {
        current.map { TaskReference(slot: $0, serial: tasks[$0].serial) }
    }

    /// The name of the running task; nil for the main task and for a task without a name.
    package var currentTaskName: String? {
        guard let current, current != root else { return nil }
        return tasks[current].name
    }

    /// Makes the running task wait for a duration; zero lets the other ready tasks go first.
    package func sleep(_ duration: Duration) throws {
        if duration > .zero {
            _ = try beginWait(.sleep, until: host.now + duration)
        } else {
            finish(try beginWait(.sleep))
        }
    }

    /// Whether a handle's task has not ended yet.
    package func isLive(_ task: TaskReference) -> Bool { task.state == .live && tasks.isLive(task) }

    /// Makes the running task wait for the end of another live task, or until a moment.
    package func wait(for target: TaskReference, until deadline: Moment?) throws {
        guard let current, !isAncestor(target.slot, of: current) else {
            throw ScriptError(
                kind: "usage", message: "a task can't wait for itself or for a task that it belongs to")
        }
        _ = try beginWait(.task(serial: target.serial, slot: target.slot), until: deadline)
        tasks[target.slot].waiters.append(current)
    }

    private func isAncestor(_ slot: UInt32, of task: UInt32) -> Bool {
        guard tasks[slot].serial <= tasks[task].serial else { return false }  // an ancestor is older
        var next: UInt32? = task
        while let candidate = next {
            if candidate == slot { return true }
            next = tasks.parent(of: candidate)
        }
        return false
    }

    /// Cancels a task and its descendants; does nothing if the task has ended.
    package func cancel(_ task: TaskReference, reason: String) {
        if tasks.isLive(task) { cancel(task.slot, .requested(reason)) }
    }

    /// The status of a task, as scripts see it.
    package func status(of target: TaskReference) -> String {
        guard tasks.isLive(target) else {
            return switch target.state {
            case .live, .done: "done"
            case .failed: "failed"
            case .cancelled: "cancelled"
            }
        }
        return switch tasks[target.slot].phase {
        case .free, .ready: "ready"
        case .running: "running"
        case .waiting: "waiting"
        case .closing: "closing"
        }
    }

    /// Whether a task must end, because it was cancelled or because one of its children failed; true for a task that has
    /// ended.
    package func mustEnd(_ task: TaskReference) -> Bool {
        guard tasks.isLive(task) else { return true }
        return tasks[task.slot].cancellation != nil || tasks[task.slot].hasAdoptedFailure
    }

    /// Whether the running task was cancelled.
    package var isCancelled: Bool {
        current.map { tasks[$0].cancellation != nil } ?? false
    }

    // MARK: The running task

    /// Begins (1) or ends (-1) a shield: a section in which a cancellation does not interrupt the running task.
    ///
    /// When the outermost shield ends, a cancellation that came meanwhile takes effect, for the task and its children.
    package func changeShield(by change: Int32) {
        guard let slot = current else { return }
        tasks[slot].shields = max(0, tasks[slot].shields + change)
        guard tasks[slot].shields == 0, let cancellation = tasks[slot].cancellation else { return }
        for child in tasks.children(of: slot) { cancel(child, cancellation) }
    }

    /// Begins (1) or ends (-1) the call of a hook; in a hook, `exit` is an error of that call.
    package func changeHooks(by change: Int32) {
        guard let slot = current else { return }
        tasks[slot].hooks = max(0, tasks[slot].hooks + change)
    }

    /// From now on, failures of the running task's children are printed; they do not fail the running task.
    package func superviseChildren() {
        if let current { tasks[current].isSupervisor = true }
    }
}
