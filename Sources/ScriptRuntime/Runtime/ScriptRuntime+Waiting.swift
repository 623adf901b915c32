import Basics
import DequeModule
package import Lua

extension ScriptRuntime {
    /// Begins a wait of the running task; called before the operation that is waited for is started.
    ///
    /// - Parameters:
    ///   - reason: What the task waits for.
    ///   - what: The reason in words, for errors and the task tree; used for parked tasks and operations.
    ///   - deadline: When a timer ends the wait; ``timerFired(_:)`` decides with which answer.
    ///   - mustSettle: Whether a cancellation lets the wait finish first.
    ///   - windsDown: Whether a cancellation stops the operation and then waits for its end.
    /// - Returns: The ticket with which the wait is ended.
    /// - Throws: The cancellation or the child's failure that every wait of this task raises from now on.
    func beginWait(
        _ reason: TaskTable.Reason, what: String? = nil, until deadline: Moment? = nil,
        mustSettle: Bool = false, windsDown: Bool = false
    ) throws -> ResumptionTicket {
        guard let slot = current else {
            throw ScriptError(kind: "internal", message: "no task is running here")
        }
        try raisePending(slot)
        waitNumber += 1
        tasks[slot].wait = TaskTable.Wait(
            number: waitNumber, reason: reason, since: host.now, mustSettle: mustSettle, windsDown: windsDown)
        tasks[slot].waitsFor = what
        tasks[slot].phase = .waiting
        let ticket = ResumptionTicket(slot: slot, number: waitNumber)
        if let deadline { timers.insert(.task(ticket), at: deadline) }
        return ticket
    }

    /// Begins a wait for an operation that answers through ``finish(_:_:)``.
    package func beginOperation(
        _ what: String, mustSettle: Bool = false, windsDown: Bool = false
    ) throws -> ResumptionTicket {
        try beginWait(.operation, what: what, mustSettle: mustSettle, windsDown: windsDown)
    }

    /// Sets the action that stops the operation of a wait when the task is cancelled.
    package func onCancel(_ ticket: ResumptionTicket, _ cancel: @escaping () -> Void) {
        if isCurrent(ticket) { tasks[ticket.slot].cancelWait = cancel }
    }

    /// From now on a cancellation lets a wait finish first.
    ///
    /// - Returns: False if the wait is over already.
    package func letSettle(_ ticket: ResumptionTicket) -> Bool {
        guard isCurrent(ticket) else { return false }
        tasks[ticket.slot].wait.mustSettle = true
        return true
    }

    /// Throws the task's cancellation or a child's failure, if there is one.
    func raisePending(_ slot: UInt32) throws {
        let record = tasks[slot]
        guard record.shields == 0 else { return }
        if slot == root { try interruptHandler?.raisePending() }
        if record.hasAdoptedFailure { throw AdoptedFailure() }
        if let cancellation = record.cancellation {
            throw cancelledError(cancellation, raisedIn: slot)
        }
    }

    /// The error that ends a cancelled task.
    ///
    /// A `pcall` can't catch the error of `exit` the first time. Afterwards the task is ending, and its close handlers may
    /// catch errors.
    func cancelledError(_ cancellation: TaskTable.Cancellation, raisedIn slot: UInt32) -> ScriptError {
        let endsProgram = cancellation == .exit && !tasks[slot].hasRaisedExit
        if endsProgram { tasks[slot].hasRaisedExit = true }
        return ScriptError(
            kind: "cancelled", message: cancellation.sentence, ending: endsProgram ? .program : .task)
    }

    func isCurrent(_ ticket: ResumptionTicket) -> Bool {
        tasks[ticket.slot].phase == .waiting && tasks[ticket.slot].wait.number == ticket.number
    }

    /// Ends a wait with an answer (nil for a sleep); does nothing if the wait is over.
    package func finish(_ ticket: ResumptionTicket, _ answer: HostAnswer? = nil) {
        guard isCurrent(ticket) else { return }
        // A wait that was interrupted ends with the interruption, once its operation has stopped.
        resume(ticket.slot, tasks[ticket.slot].answer ?? answer)
    }

    /// Ends a wait from outside and stops its operation; a wait that winds down ends only when its operation has ended.
    func interrupt(_ slot: UInt32, with answer: HostAnswer) {
        guard tasks[slot].phase == .waiting, tasks[slot].answer == nil else { return }
        if tasks[slot].wait.windsDown {
            tasks[slot].answer = answer
            tasks[slot].cancelWait?()
            return
        }
        forget(slot)
        tasks[slot].cancelWait?()
        resume(slot, answer)
    }

    private func resume(_ slot: UInt32, _ answer: HostAnswer?) {
        tasks[slot].cancelWait = nil
        tasks[slot].answer = answer
        tasks[slot].phase = .ready
        ready.append(slot)
    }

    /// Removes a waiting task from the list by which others would wake it.
    private func forget(_ slot: UInt32) {
        switch tasks[slot].wait.reason {
        case .task(let serial, let target):
            if tasks.isLive(TaskReference(slot: target, serial: serial, state: .live)) {
                tasks[target].waiters.removeAll { $0 == slot }
            }
        case .parked(let ticket): _ = parking.take(ticket)
        case .sleep, .operation: break
        }
    }

    /// Called when a task's timer is due.
    func timerFired(_ ticket: ResumptionTicket) {
        guard isCurrent(ticket) else { return }
        switch tasks[ticket.slot].wait.reason {
        case .sleep: resume(ticket.slot, nil)
        case .parked: interrupt(ticket.slot, with: .value(.boolean(false)))
        case .task, .operation:
            let elapsed = DurationText.describe(host.now.since(tasks[ticket.slot].wait.since))
            let error = ScriptError(
                kind: "timeout", message: "\(describeWait(of: ticket.slot)) did not end within \(elapsed)")
            interrupt(ticket.slot, with: .failure(error))
        }
    }
}

extension ScriptRuntime: LuaStateDelegate {
    package func answerOfWait() -> HostAnswer {
        guard let slot = current else { return .nothing }
        if let answer = tasks[slot].answer {
            tasks[slot].answer = nil
            return answer
        }
        return .value(.number(Double(host.now - tasks[slot].wait.since) / 1e9))
    }

    package func taskSpawned(slot: UInt32, serial: UInt64, name: String?) throws(ScriptError) {
        if let parent = current, tasks[parent].mustEnd, let cancellation = tasks[parent].cancellation {
            throw cancelledError(cancellation, raisedIn: parent)
        }
        guard current != nil || root == nil else {
            throw ScriptError(kind: "usage", message: "no task is running here, so none can be spawned")
        }
        tasks.insert(slot: slot, serial: serial, name: name, parent: current)
        if current == nil { root = slot }
        ready.append(slot)
    }

    package func write(_ bytes: UnsafeBufferPointer<UInt8>) { console.write(Array(bytes)) }

    package func warn(_ message: String) { console.log(.warn, "Lua warning: \(message)") }
}
