internal import Basics
internal import Lua

// How tasks end: bodies, children, failures, and the run itself.
extension ScriptRuntime {
    /// Called when a task's body has returned or raised; the task ends once its children have.
    func bodyEnded(_ slot: UInt32, failed: Bool) {
        tasks[slot].phase = .closing
        tasks[slot].ending = .done
        if failed {
            let failure = lua.failure(of: slot)
            let wasCancelled = tasks[slot].cancellation != nil && failure.ending != nil
            tasks[slot].ending = wasCancelled ? .cancelled : .failed
            failures[slot] = failure
            for child in tasks.children(of: slot) { cancel(child, .parentEnded) }
        } else if tasks[slot].hasChildren, tasks.parent(of: slot) != nil {
            lua.releaseBody(of: slot)
        }
        settleFinished(from: slot)
    }

    /// Settles a task that has ended with all its children, then each ancestor that has.
    private func settleFinished(from slot: UInt32) {
        var next: UInt32? = slot
        while let finished = next {
            guard tasks[finished].phase == .closing else { return }
            guard !tasks[finished].hasChildren else { return endDaemons(of: finished) }
            if tasks[finished].hasAdoptedFailure, tasks[finished].ending != .failed {
                lua.failWithAdopted(finished)
                tasks[finished].ending = .failed
            }
            next = tasks.parent(of: finished)
            settle(finished)
        }
    }

    /// Removes ended tasks that no script can refer to any more; their children now belong to their parents.
    func dissolveForgottenTasks() {
        while let task = lua.takeCollectedTask() {
            guard tasks.isLive(task), tasks[task.slot].phase == .closing, tasks[task.slot].hasChildren,
                !tasks[task.slot].hasDaemons, !isAwaited(task.slot),
                !tasks[task.slot].hasAdoptedFailure || tasks[task.slot].hasPassedFailureOn
            else { continue }
            tasks.dissolve(task.slot)
            lua.settle(task.slot, as: .done)
        }
    }

    private func isAwaited(_ slot: UInt32) -> Bool {
        !tasks[slot].waiters.isEmpty || !tasks[slot].watches.isEmpty
    }

    /// Makes the running task a daemon: its parent does not wait for it, but cancels it when all other children have ended.
    package func makeDaemon() {
        guard let slot = current, let parent = tasks.parent(of: slot) else { return }
        tasks[slot].isDaemon = true
        tasks[parent].hasDaemons = true
        if tasks[parent].phase == .closing { endDaemons(of: parent) }
    }

    /// Cancels a task's children if only daemons are left.
    private func endDaemons(of slot: UInt32) {
        guard tasks[slot].hasDaemons else { return }
        let children = tasks.children(of: slot)
        guard children.allSatisfy({ tasks[$0].isDaemon }) else { return }
        for child in children where tasks[child].cancellation == nil { cancel(child, .parentEnded) }
    }

    private func settle(_ slot: UInt32) {
        let record = tasks[slot], parent = tasks.parent(of: slot)
        let isOthers = isAwaited(slot) || record.hasPassedFailureOn
        if record.ending == .failed, !isOthers, let parent { adopt(parent, failureOf: slot) }
        if parent == nil { ended = outcome(of: slot) }
        lua.settle(slot, as: record.ending)
        for waiter in record.waiters where tasks[waiter].phase == .waiting {
            finish(ResumptionTicket(slot: waiter, number: tasks[waiter].wait.number), .taskOutcome)
        }
        record.watches.forEach(noteEnd)
        tasks.remove(slot)
        failures[slot] = nil
        failureTaskName[slot] = nil
        if parent == nil { root = nil }
    }

    /// Passes a failure that no task waits for to the parent: the parent fails with it, and the siblings are cancelled.
    ///
    /// A parent whose function has ended passes the failure on at once, up to the first ancestor that still runs.
    private func adopt(_ parent: UInt32, failureOf child: UInt32) {
        var heir = parent, branch = child
        while takeOver(heir, failureOf: child, in: branch) {
            let isOver = tasks[heir].phase == .closing && !isAwaited(heir)
            guard isOver, let next = tasks.parent(of: heir) else { break }
            tasks[heir].hasPassedFailureOn = true
            (heir, branch) = (next, heir)
        }
    }

    /// Makes the parent fail with the failure of `child`, which is the parent's child `branch` or a descendant of it.
    /// - Returns: Whether the parent now fails with it.
    private func takeOver(_ parent: UInt32, failureOf child: UInt32, in branch: UInt32) -> Bool {
        if tasks[parent].isSupervisor {
            if let failure = failures[child] { reportToSupervisor(failure, of: child) }
            return false
        }
        guard !tasks[parent].hasAdoptedFailure, tasks[parent].ending != .failed else {
            lostFailures.append("\(taskName(child)): \(failures[child]?.summary ?? "?")")
            return false
        }
        tasks[parent].hasAdoptedFailure = true
        lua.adoptFailure(parent: parent, child: child)
        failures[parent] = failures[child]
        failureTaskName[parent] = failureTaskName[child] ?? tasks[child].name ?? "task \(tasks[child].serial)"
        for sibling in tasks.children(of: parent) where sibling != branch { cancel(sibling, .siblingFailed) }
        if tasks[parent].shields == 0, tasks[parent].phase == .waiting, !tasks[parent].wait.mustSettle {
            interrupt(parent, with: .adoptedFailure)
        }
        return true
    }

    /// Cancels a task and its descendants.
    func cancel(_ slot: UInt32, _ cancellation: TaskTable.Cancellation) {
        for interrupted in tasks.cancel(slot, cancellation) {
            guard let reason = tasks[interrupted].cancellation else { continue }
            interrupt(interrupted, with: .failure(cancelledError(reason, raisedIn: interrupted)))
        }
        endRests()
    }

    // MARK: The run

    private func outcome(of slot: UInt32) -> RunOutcome {
        console.finishProgress()
        var outcome = RunOutcome(exitCode: ExitCode.success)
        if tasks[slot].ending == .done { outcome.results = lua.results(of: slot) }
        let failure = tasks[slot].ending == .done ? nil : failures[slot]
        outcome.exitCode = exitCode(for: failure)
        if requestedExit == nil || tasks[slot].ending == .failed, let failure {
            outcome.report = report(failure, task: failureTaskName[slot])
        }
        return outcome
    }

    private func exitCode(for failure: LuaState.Failure?) -> Int32 {
        if let stopSignal { return ExitCode.signalBase + stopSignal }
        if isTimeUp { return ExitCode.timeLimit }
        let kind = failure?.value.table?["kind"].text
        if let requestedExit, failure == nil || failure?.ending != nil { return requestedExit }
        guard let failure else { return ExitCode.success }
        switch kind {
        case "deadlock": return ExitCode.deadlock
        case "usage" where isScriptUsage(failure): return ExitCode.usage
        case "credentials", "configuration": return ExitCode.configuration
        case "locked": return ExitCode.locked
        case "journal_damaged", "unresolved": return ExitCode.uncertain
        case "journal", "journal_unavailable": return ExitCode.configuration
        case "failed":
            return failure.value.table?["exit_code"].integer.flatMap { Int32(exactly: $0) } ?? ExitCode.failed
        default: return ExitCode.scriptError
        }
    }

    /// Whether the error is a wrong argument on the command line, not in a call.
    private func isScriptUsage(_ failure: LuaState.Failure) -> Bool {
        failure.value.table?["command_line"] == true
    }

    private func report(_ failure: LuaState.Failure, task: String?) -> FailureReport? {
        let error = failure.value.table, kind = error?["kind"].text
        if failure.ending != nil, stopSignal != nil || isTimeUp || requestedExit != nil {
            return endReport()
        }
        let isInterruption = RunawayMessage.all.contains { failure.text.hasSuffix($0) }
        if lua.isInterrupted || isInterruption, kind == nil { return endReport() }
        var report = FailureReport(message: failure.summary)
        // The reason for which the run was ending already, before this error.
        report.hint = error?["hint"].text ?? endReport()?.message
        report.task = task
        let isForPeople =
            kind == "failed" || kind == "locked" || kind == "unresolved" || kind?.hasPrefix("journal") == true
            || isScriptUsage(failure)
        // An error of the cloud or of the network has its line in the message; the calls that led to it do not matter.
        let isOutside = kind.map { ["credentials", "network", "timeout", "throttled"].contains($0) } ?? false
        report.traceback = isForPeople || isOutside ? nil : failure.traceback
        let isOfScript = error?["in_script"] == true
        if isForPeople, !isOfScript, let message = error?["message"].text { report.message = message }
        report.alsoFailed = lostFailures
        return report
    }

    private func endReport() -> FailureReport? {
        if isTimeUp, let limit = configuration.timeLimit {
            return FailureReport(message: "the time limit of \(DurationText.describe(limit)) was reached")
        }
        guard let stopSignal else { return nil }
        return FailureReport(message: "stopped by \(SignalNames.name(of: stopSignal))")
    }
}

extension LuaState.Failure {
    /// The error in one line; for a table without `__tostring`, its `message`, or else its fields.
    var summary: String {
        guard text.hasPrefix("table: "), let table = value.table else { return text }
        let at = place.map { "\($0): " } ?? ""
        let named = table.namedFields
        guard let message = table["message"].text else {
            let fields = named.prefix(8).compactMap { field in
                field.value.shown.map { "\(field.name) = \($0)" }
            }
            return at + "an error that is a table: {" + fields.joined(separator: ", ")
                + (named.count > 8 ? ", …}" : "}")
        }
        return at + message + (table["code"].text.map { " [\($0)]" } ?? "")
    }
}

extension LuaValue {
    /// A string, number or boolean as text; nil for other values.
    fileprivate var shown: String? {
        text.map { "\"\($0)\"" } ?? integer.map { "\($0)" } ?? number.map { "\($0)" }
            ?? boolean.map { "\($0)" }
    }
}
