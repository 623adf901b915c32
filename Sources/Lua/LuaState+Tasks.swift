import CLuaBridge

extension LuaState {
    /// How a step ended.
    public enum Step: Sendable { case waiting, finished, failed }

    /// The error that a failed task raised.
    public struct Failure: Sendable, Equatable {
        /// The error as text.
        public var text: String
        /// The error value, if it is data.
        public var value: LuaValue
        /// Lua's traceback, beginning with `stack traceback:`.
        ///
        /// The program's own frames are left out. After the stack of the task that failed come the stacks of the tasks that
        /// waited for it, each below a line `awaited at:`.
        public var traceback: String?
        /// Why the error ends its task; nil unless the program made the error for that.
        public var ending: ScriptError.Ending?

        public init(
            text: String, value: LuaValue, traceback: String? = nil, ending: ScriptError.Ending? = nil
        ) {
            self.text = text
            self.value = value
            self.traceback = traceback
            self.ending = ending
        }

        /// The script's line that raised it: `test.lua:3`.
        public var place: String? {
            guard let line = traceback?.split(separator: "\n").first(where: { $0.hasPrefix("\t") }) else {
                return nil
            }
            return line.firstRange(of: ": in ").map { String(line.dropFirst()[..<$0.lowerBound]) }
        }
    }

    /// Compiles a chunk of source text and makes it the body of a new task; the delegate gets the task.
    public func startTask(chunkName: String, source: [UInt8], arguments: [LuaValue] = []) throws(ChunkError) {
        try startTask(chunkName, source, WireEncoder.encode(arguments), nil)
    }

    /// Like ``startTask(chunkName:source:arguments:)``, with the items of a global table as arguments; without such a table, there
    /// are none.
    ///
    /// `lua` gives a script the items of `arg`: they cross into Lua once, and code before the script can change them.
    public func startTask(
        chunkName: String, source: [UInt8], argumentsOf list: String
    ) throws(ChunkError) {
        try startTask(chunkName, source, [], list)
    }

    private func startTask(
        _ chunkName: String, _ source: [UInt8], _ arguments: [UInt8], _ list: String?
    ) throws(ChunkError) {
        let started = source.withUnsafeBufferPointer { source in
            source.withMemoryRebound(to: CChar.self) { source in
                bridge_task_from_source(
                    bridge, chunkName, source.baseAddress, source.count, arguments, arguments.count, list)
            }
        }
        if !started { throw lastError }
    }

    /// Runs a task until it waits or ends.
    public func step(_ slot: UInt32) -> Step {
        switch bridge_step(bridge, slot) {
        case BRIDGE_WAITING: .waiting
        case BRIDGE_FINISHED: .finished
        default: .failed
        }
    }

    /// The error of the task whose step has just failed.
    public func failure(of slot: UInt32) -> Failure {
        var bytes: UnsafePointer<UInt8>?
        var count = 0
        var traceback: UnsafePointer<CChar>?
        let found = bridge_failure(bridge, slot, &bytes, &count, &traceback)
        let values = found ? WireReader.values(bytes, count: count) : []
        let text = values.first?.text ?? "not enough memory"
        return Failure(
            text: text, value: values.count > 1 ? values[1] : .string(text),
            traceback: traceback.map { String(cString: $0) },
            ending: values.count > 2 ? Self.ending(values[2]) : nil)
    }

    private static func ending(_ value: LuaValue) -> ScriptError.Ending? {
        value.integer.flatMap { UInt8(exactly: $0) }.flatMap { ScriptError.Ending(rawValue: $0) }
    }

    /// The results of the task whose step has just finished; empty if they are not data.
    public func results(of slot: UInt32) -> [LuaValue] {
        var bytes: UnsafePointer<UInt8>?
        var count = 0
        return bridge_results(bridge, slot, &bytes, &count) ? WireReader.values(bytes, count: count) : []
    }

    /// Gives a failed child's error to its parent, whose waits may raise it from now on.
    public func adoptFailure(parent: UInt32, child: UInt32) { bridge_adopt_failure(bridge, parent, child) }

    /// Makes a task whose body succeeded fail with the error that it adopted.
    public func failWithAdopted(_ slot: UInt32) { bridge_fail_with_adopted(bridge, slot) }

    /// Frees the coroutine of a task whose body has succeeded, while its children still run.
    ///
    /// Its handle is collected once no script refers to it; ``takeCollectedTask()`` then returns the task.
    public func releaseBody(of slot: UInt32) { bridge_release_body(bridge, slot) }

    /// Removes and returns a task that no script refers to any more, and which only waits for its children.
    public func takeCollectedTask() -> TaskReference? {
        var task = bridge_collected_task()
        guard bridge_take_collected(bridge, &task) else { return nil }
        return TaskReference(slot: task.slot, serial: task.serial)
    }

    /// Ends a task; its slot is free again.
    public func settle(_ slot: UInt32, as state: TaskState) {
        let states = [BRIDGE_TASK_LIVE, BRIDGE_TASK_DONE, BRIDGE_TASK_FAILED, BRIDGE_TASK_CANCELLED]
        bridge_settle(bridge, slot, states[Int(state.rawValue)])
    }

    /// The script line at which a suspended task waits: `rolling.lua:12`.
    public func place(of slot: UInt32) -> String? {
        bridge_task_place(bridge, slot).map { String(cString: $0) }
    }

    /// The script line that runs now.
    public var currentPlace: String? { bridge_current_place(bridge).map { String(cString: $0) } }
}

extension LuaState {
    /// Sets a global variable.
    public func setGlobal(_ name: String, to value: LuaValue) throws {
        let encoded = WireEncoder.encode([value])
        if !bridge_set_global(bridge, name, encoded, encoded.count) { throw lastError }
    }

    /// Makes C strings the items of the table that a global variable holds.
    package func addTexts(_ texts: UnsafeBufferPointer<UnsafePointer<CChar>?>, to name: String) throws {
        if !bridge_add_texts(bridge, name, texts.baseAddress, texts.count) { throw lastError }
    }

    /// The names below a path of the globals (`""`: the globals themselves), unsorted; for completion.
    public func fieldNames(of path: String) -> [String] {
        var bytes: UnsafePointer<UInt8>?
        var count = 0
        guard bridge_list_fields(bridge, path, &bytes, &count) else { return [] }
        return WireReader.values(bytes, count: count).compactMap(\.text)
    }

    /// The memory that the state holds now, in bytes.
    public var memoryUsed: Int { bridge_memory_used(bridge) }

    /// The most memory that it has held, in bytes.
    public var memoryPeak: Int { bridge_memory_peak(bridge) }
}
