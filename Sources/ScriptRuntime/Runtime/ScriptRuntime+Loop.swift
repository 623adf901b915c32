package import Basics
import DequeModule
package import Lua

extension ScriptRuntime {
    /// The number of steps after which the host's events are delivered.
    private static let stepsPerLook = 256

    /// Runs a chunk as the main task until it and all its descendants have ended.
    package func run(chunkName: String, source: [UInt8]) -> RunOutcome {
        run(chunkName: chunkName, source: source, until: .never) ?? RunOutcome(exitCode: ExitCode.scriptError)
    }

    /// The limit of rounds at one moment, beyond which a run is an endless loop; a turn of 100,000 tasks is one round.
    private static let roundsAtOnceMax = 1_000_000

    /// Runs a chunk as the main task until it has ended, or until a moment.
    /// - Returns: nil if it had not ended by then, if it loops while no time passes, or if the process was killed.
    package func run(chunkName: String, source: [UInt8], until limit: Moment) -> RunOutcome? {
        do throws(ChunkError) {
            try start(chunkName: chunkName, source: source)
        } catch {
            return RunOutcome(exitCode: ExitCode.syntax, report: FailureReport(message: error.message))
        }
        armTimeLimit()
        var roundsAtOnce = 0, moment = host.now
        while ended == nil {
            turn()
            if isKilled { return nil }
            guard limit != .never else { continue }
            if host.now != moment { (roundsAtOnce, moment) = (0, host.now) }
            roundsAtOnce += 1
            if host.now > limit || roundsAtOnce > Self.roundsAtOnceMax { return nil }
        }
        letRequestsArrive()
        for action in endActions { action() }
        return ended
    }

    /// How long the end of a run waits for requests that no task waits for.
    private static let afterglow = Duration.seconds(5)

    /// Lets requests that are under way arrive: a command that was made for one call is deleted after the call, and the
    /// script does not wait for the deletion.
    private func letRequestsArrive() {
        let deadline = host.now + Self.afterglow
        while host.hasOutstandingWork, host.now < deadline {
            host.wait(until: min(deadline, timers.nextDeadline ?? deadline))
            fireDueTimers()
        }
    }

    /// Sets the global `arg`: the script's path at 0, its arguments from 1 on, and the words before the script at negative
    /// indices.
    package func setArguments(script: String, before: CommandWords = []) throws {
        try setArguments(configuration.arguments, script: script, before: before)
    }

    /// Sets the global `arg` to other arguments than those of the configuration.
    package func setArguments(_ arguments: CommandWords, script: String, before: CommandWords = []) throws {
        let negative = before.reversed().enumerated().map { offset, word in
            LuaTable.Field(key: .integer(Int64(-1 - offset)), value: .string(word))
        }
        let fields = [LuaTable.Field(key: 0, value: .string(script))] + negative
        let words = arguments.ofProcess
        let items = words == nil ? arguments.map { LuaValue.string($0) } : []
        try lua.setGlobal("arg", to: .table(LuaTable(items: items, fields: fields)))
        if let words { try lua.addTexts(words.buffer, to: "arg") }
    }

    /// Makes the main task of a chunk without running it.
    package func start(chunkName: String, source: [UInt8]) throws(ChunkError) {
        ended = nil
        try lua.startTask(
            chunkName: chunkName, source: Self.withoutFirstHashLine(source), argumentsOf: "arg")
    }

    /// The source without a byte order mark and without a first line that begins with `#`, which is for the shell.
    ///
    /// The end of that line stays, so that line numbers hold.
    package static func withoutFirstHashLine(_ source: [UInt8]) -> [UInt8] {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let source = source.starts(with: mark) ? Array(source.dropFirst(mark.count)) : source
        guard source.first == UInt8(ascii: "#") else { return source }
        guard let end = source.firstIndex(of: UInt8(ascii: "\n")) else { return [] }
        return Array(source[end...])
    }

    /// Runs one round: every task that is ready, then every timer that is due, then, if no task is ready, a wait for the
    /// host.
    package func turn() {
        stepReady()
        fireDueTimers()
        if ready.isEmpty, ended == nil, !isKilled {
            waitForSomething()
            afterWaiting?()
        }
    }

    private func stepReady() {
        for step in 0..<ready.count {
            guard let slot = ready.popFirst() else { return }
            if step % Self.stepsPerLook == Self.stepsPerLook - 1 { host.wait(until: .start) }
            run(slot)
            if ended != nil || isKilled { return }
        }
    }

    private func run(_ slot: UInt32) {
        tasks[slot].phase = .running
        current = slot
        heartbeat.stepBegins()
        let step = lua.step(slot)
        heartbeat.stepEnds()
        current = nil
        if lua.isInterrupted { absorbInterrupt() }
        switch step {
        case .waiting:
            if tasks[slot].phase == .running { tasks[slot].phase = .waiting }
        case .finished: bodyEnded(slot, failed: false)
        case .failed: bodyEnded(slot, failed: true)
        }
        dissolveForgottenTasks()
    }

    private func fireDueTimers() {
        let now = host.now
        while let target = timers.popDue(now) {
            switch target {
            case .task(let ticket): timerFired(ticket)
            case .action(let timer):
                let action = timer.action
                timer.action = nil
                action?()
            }
        }
    }

    private func waitForSomething() {
        timers.dropStale { self.isStale($0) }
        if timers.foregroundCount == 0, !host.hasOutstandingWork, !awaitsInput, tasks.liveCount > 0 {
            reportDeadlock()
            return
        }
        host.wait(until: timers.nextDeadline)
    }

    private func isStale(_ target: TimerTarget) -> Bool {
        switch target {
        case .task(let ticket): !isCurrent(ticket)
        case .action(let timer): timer.action == nil
        }
    }

    // MARK: Deadlock

    /// Raises an error in every waiting task; the error names what the task waits for.
    private func reportDeadlock() {
        for slot in tasks.live where tasks[slot].phase == .waiting {
            let what = describeWait(of: slot)
            let error = ScriptError(
                kind: "deadlock",
                message: "deadlock: \(taskName(slot)) waits for \(what), which nothing can end any more")
            interrupt(slot, with: .failure(error))
        }
    }

    func describeWait(of slot: UInt32) -> String {
        switch tasks[slot].wait.reason {
        case .sleep: "a point in time"
        case .task(let serial, let target):
            tasks.isLive(TaskReference(slot: target, serial: serial, state: .live))
                ? taskName(target) : "a task"
        case .parked, .operation: tasks[slot].waitsFor ?? "something"
        }
    }

    func taskName(_ slot: UInt32) -> String {
        "task '\(tasks[slot].name ?? "task \(tasks[slot].serial)")'"
    }
}
