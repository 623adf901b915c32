import Basics
import OrderedCollections

extension SimulatedAction {
    static let commandActions: [SimulatedAction] = [
        SimulatedAction(
            service: "zos", name: "CreateCommand",
            parameters: [
                .text("name", max: 64).required, .text("content", max: 16_384).required,
                ActionParameter(name: "type", kind: .word(["SHELL", "POWERSHELL", "BAT"]), isRequired: true),
                .text("description", max: 255), .text("resourceGroupId"),
                ActionParameter(name: "tags", kind: .tags(max: 20)),
            ]
        ) { (cloud, arguments, now, json) throws(Refusal) in
            cloud.createCommand(arguments, at: now, &json)
        },
        SimulatedAction(
            service: "zos", name: "InvokeCommand",
            parameters: [
                .text("commandId").required, .texts("instanceIds", max: 200).required,
                ActionParameter(name: "timeout", kind: .integer(1...60)),
            ]
        ) { (cloud, arguments, now, json) throws(Refusal) in
            try cloud.invokeCommand(arguments, at: now, &json)
        },
        SimulatedAction(
            service: "zos", name: "DescribeCommandInvocations",
            parameters: [
                .texts("commandIds"), .texts("invocationIds"), .texts("instanceIds", max: 200),
                .texts("invocationStatuses"), .pageSize(max: 10_000), .pageNum,
            ]
        ) { (cloud, arguments, now, json) throws(Refusal) in
            cloud.describeCommandInvocations(arguments, at: now, &json)
        },
        SimulatedAction(
            service: "zos", name: "DescribeCommands",
            parameters: [.texts("commandIds"), .text("name"), .pageSize(), .pageNum]
        ) { (cloud, arguments, _, json) throws(Refusal) in
            cloud.describeCommands(arguments, &json)
        },
        SimulatedAction(
            service: "zos", name: "DeleteCommand", parameters: [.text("commandId").required]
        ) { (cloud, arguments, _, _) throws(Refusal) in
            let id = arguments.text("commandId") ?? ""
            guard cloud.commands.delete(id) else { throw .commandNotFound(id) }
        },
    ]
}

extension Refusal {
    fileprivate static func commandNotFound(_ id: String) -> Refusal {
        Refusal(404, "INVALID_COMMAND_NOT_FOUND", "The command does not exist. [\(id)]")
    }
}

// MARK: - Making and running commands

extension SimulatedCloud {
    fileprivate mutating func createCommand(
        _ arguments: ActionArguments, at now: Moment, _ json: inout JSONBytes
    ) {
        let id = commands.newID("cmd-", draws: draws)
        commands.commands[id] = CommandStore.Command(
            name: arguments.text("name") ?? "",
            content: arguments.text("content") ?? "",
            type: arguments.text("type") ?? "",
            description: arguments.text("description") ?? "",
            createdAt: now)
        json.raw(",\"commandId\":")
        json.string(id)
    }

    fileprivate mutating func invokeCommand(
        _ arguments: ActionArguments, at now: Moment, _ json: inout JSONBytes
    ) throws(Refusal) {
        let commandID = arguments.text("commandId") ?? ""
        guard let command = commands.commands[commandID] else { throw .commandNotFound(commandID) }
        let id = commands.newID("inv-", draws: draws)
        let timeout = arguments.integer("timeout") ?? 30
        let tasks = (arguments.texts("instanceIds") ?? []).map { instanceID in
            task(of: instanceID, command, timeout: timeout, at: now)
        }
        commands.invocations[id] = CommandStore.Invocation(
            commandID: commandID, timeout: timeout, at: now, tasks: tasks)
        json.raw(",\"invocationId\":")
        json.string(id)
    }

    private mutating func task(
        of instanceID: String, _ command: CommandStore.Command, timeout: Int, at now: Moment
    ) -> CommandStore.Task {
        guard let index = place(ofID: instanceID, at: now) else {
            return .failed(instanceID, "", "InstanceNotExists", exists: false, at: now)
        }
        let name = fleet.instances[index].name
        var generator = SeededGenerator(
            seed: draws.seed, stream: .command, index: Int(fleet.instances[index].position),
            step: Int(truncatingIfNeeded: now.nanoseconds))
        let startsAt = now + Int64((0.1 + 0.4 * generator.unit()) * 1e9)
        guard machines[index].isUp(at: now) else {
            return .failed(instanceID, name, "InstanceInstanceState", at: startsAt)
        }
        guard !has(FaultCatalog().agentMissing, index, at: now) else {
            return .failed(instanceID, name, "SystemError", at: startsAt)
        }
        guard command.type == "SHELL" else {
            return .failed(instanceID, name, "CommandPlatformInvalid", at: startsAt)
        }
        let result = shell(of: index, at: startsAt).run(command.content)
        if let time = result.unhealthyFor { restartService(of: index, for: time, from: startsAt, at: now) }
        return .ran(instanceID, name, result, timeout: timeout, at: startsAt)
    }

    /// The boot id that the kernel shows; nil if it can't be read.
    mutating func bootID(of index: Int, at now: Moment) -> String? {
        guard !has(FaultCatalog().bootIDUnreadable, index, at: now) else { return nil }
        return draws.bootID(
            instance: Int(fleet.instances[index].position), boot: machines[index].boots(at: now))
    }

    private mutating func shell(of index: Int, at now: Moment) -> SimulatedShell {
        SimulatedShell(
            hostname: fleet.instances[index].name,
            bootID: bootID(of: index, at: now),
            uptime: .nanoseconds(machines[index].uptime(at: now) ?? 0),
            isHealthy: machines[index].isHealthy(at: now),
            taught: settings.behaviour.commands)
    }

    /// Makes an instance unhealthy for a time, unless a reboot or a stop of it is under way and decides its health.
    private mutating func restartService(
        of index: Int, for time: Duration, from start: Moment, at now: Moment
    ) {
        machines[index].settle(at: now)
        guard machines[index].change == nil else { return }
        chronicle?.add(.serviceRestarted(Int32(index), request: Int32(requestUnderWay.number)), at: now)
        let change = Machine.Change(
            during: .running, after: .running, boots: 0, leavesAt: start, returnsAt: start,
            answersAt: start + time / 2, healthyAt: start + time)
        begin(change, of: index, at: now)
    }
}

extension CommandStore.Task {
    fileprivate static func failed(
        _ id: String, _ name: String, _ code: String, exists: Bool = true, at moment: Moment
    ) -> Self {
        Self(
            instanceID: id, instanceName: name, instanceExists: exists, startsAt: moment, endsAt: moment,
            outcome: "Error", errorCode: code, exitCode: nil)
    }

    fileprivate static func ran(
        _ id: String, _ name: String, _ result: SimulatedShell.Result, timeout: Int, at moment: Moment
    ) -> Self {
        let limit = Duration.seconds(timeout)
        let isLate = result.duration > limit
        let outcome = isLate ? "Timeout" : result.exitCode == 0 ? "Success" : "Failed"
        let code = isLate ? "ExecutionTimeout" : result.exitCode == 0 ? nil : "ExecutionExitNoneZero"
        return Self(
            instanceID: id, instanceName: name, instanceExists: true, startsAt: moment,
            endsAt: moment + min(result.duration, limit).wholeNanoseconds, outcome: outcome, errorCode: code,
            exitCode: isLate ? nil : result.exitCode, output: isLate ? "" : result.output,
            errorOutput: isLate ? "" : result.errorOutput)
    }
}

// MARK: - Listing them

extension SimulatedCloud {
    fileprivate func describeCommands(_ arguments: ActionArguments, _ json: inout JSONBytes) {
        let ids = arguments.texts("commandIds") ?? []
        let matches = commands.commands.filter { id, command in
            (ids.isEmpty || ids.contains(id)) && arguments.text("name").map { $0 == command.name } ?? true
        }
        list(Array(matches), PageRequest(arguments), &json) { json, element in
            json.raw("{\"commandId\":")
            json.string(element.key)
            describe(element.value, &json)
            json.raw("}")
        }
    }

    fileprivate func describeCommandInvocations(
        _ arguments: ActionArguments, at now: Moment, _ json: inout JSONBytes
    ) {
        let commandIDs = arguments.texts("commandIds") ?? []
        let ids = arguments.texts("invocationIds") ?? []
        let instanceIDs = Set(arguments.texts("instanceIds") ?? [])
        let statuses = arguments.texts("invocationStatuses") ?? []
        let matches = commands.invocations.filter { id, invocation in
            (ids.isEmpty || ids.contains(id))
                && (commandIDs.isEmpty || commandIDs.contains(invocation.commandID))
                && (statuses.isEmpty || statuses.contains(invocation.status(at: now)))
                && (instanceIDs.isEmpty || invocation.tasks.contains { instanceIDs.contains($0.instanceID) })
        }
        list(Array(matches), PageRequest(arguments), &json) { json, element in
            describe(element.key, element.value, at: now, &json)
        }
    }

    private func list<Element>(
        _ matches: [Element], _ page: PageRequest, _ json: inout JSONBytes,
        each: (inout JSONBytes, Element) -> Void
    ) {
        json.raw(",\"totalCount\":")
        json.integer(matches.count)
        json.raw(",\"dataSet\":")
        json.array(matches[page.range(of: matches.count)], each: each)
    }

    private func describe(_ command: CommandStore.Command, _ json: inout JSONBytes) {
        json.raw(",\"commandName\":")
        json.string(command.name)
        json.raw(",\"commandType\":")
        json.string(command.type)
        json.raw(",\"content\":")
        json.string(command.content)
        json.raw(",\"description\":")
        json.string(command.description)
        json.raw(",\"createTime\":")
        json.string(CalendarTime.text(unixSeconds: unixSeconds(at: command.createdAt)))
    }

    private func describe(
        _ id: String, _ invocation: CommandStore.Invocation, at now: Moment, _ json: inout JSONBytes
    ) {
        json.raw("{\"invocationId\":")
        json.string(id)
        json.raw(",\"commandId\":")
        json.string(invocation.commandID)
        if let command = commands.commands[invocation.commandID] { describe(command, &json) }
        json.raw(",\"timeout\":")
        json.integer(invocation.timeout)
        json.raw(",\"invocationStatus\":")
        json.string(invocation.status(at: now))
        json.raw(",\"invocationInstances\":")
        json.array(invocation.tasks) { json, task in describe(task, at: now, &json) }
        json.raw("}")
    }

    private func describe(_ task: CommandStore.Task, at now: Moment, _ json: inout JSONBytes) {
        let isOver = task.isOver(at: now)
        json.raw("{\"instanceId\":")
        json.string(task.instanceID)
        json.raw(",\"instanceName\":")
        json.string(task.instanceName)
        json.raw(",\"instanceExist\":")
        json.raw(task.instanceExists ? "true" : "false")
        json.raw(",\"taskStatus\":")
        json.string(task.status(at: now))
        json.raw(",\"exitCode\":")
        json.integerOrNull(isOver ? task.exitCode : nil)
        json.raw(",\"errorCode\":")
        json.stringOrNull(isOver ? task.errorCode : nil)
        json.raw(",\"output\":")
        json.string(isOver ? task.output : "")
        json.raw(",\"outputError\":")
        json.string(isOver ? task.errorOutput : "")
        json.raw(",\"execStartTime\":")
        json.stringOrNull(now >= task.startsAt ? time(task.startsAt) : nil)
        json.raw(",\"execEndTime\":")
        json.stringOrNull(isOver ? time(task.endsAt) : nil)
        json.raw("}")
    }

    private func time(_ moment: Moment) -> String {
        CalendarTime.text(unixSeconds: unixSeconds(at: moment))
    }
}

extension JSONBytes {
    mutating func stringOrNull(_ text: String?) {
        if let text { string(text) } else { raw("null") }
    }
}
