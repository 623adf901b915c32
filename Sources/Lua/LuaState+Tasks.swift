import CLuaBridge

extension LuaState {
    /// How a step ended.
    public enum Step: Sendable { case waiting, finished, failed }

    /// What a failed task raised.
    public struct Failure: Sendable, Equatable {
        /// The error as one text.
        public var text: String
        /// The error itself, as far as it is data.
        public var value: LuaValue
        /// As Lua writes it, beginning with `stack traceback:`.
        public var traceback: String?

        public init(text: String, value: LuaValue, traceback: String? = nil) {
            self.text = text
            self.value = value
            self.traceback = traceback
        }
    }

    /// Compiles a chunk of source text and makes it the body of a new task, which the delegate hears of.
    public func startTask(chunkName: String, source: [UInt8], arguments: [LuaValue] = []) throws(ChunkError) {
        let encoded = WireEncoder.encode(arguments)
        let started = source.withUnsafeBufferPointer { source in
            source.withMemoryRebound(to: CChar.self) { source in
                bridge_task_from_source(
                    host, chunkName, source.baseAddress, source.count, encoded, encoded.count)
            }
        }
        if !started { throw lastError }
    }

    /// Runs a task until it waits or ends.
    public func step(_ slot: UInt32) -> Step {
        switch bridge_step(host, slot) {
        case BRIDGE_WAITING: .waiting
        case BRIDGE_FINISHED: .finished
        default: .failed
        }
    }

    /// What the task raised whose step has just failed.
    public func failure(of slot: UInt32) -> Failure {
        var bytes: UnsafePointer<UInt8>?
        var count = 0
        var traceback: UnsafePointer<CChar>?
        let found = bridge_failure(host, slot, &bytes, &count, &traceback)
        let values = found ? WireReader.values(bytes, count: count) : []
        let text = values.first?.text ?? "not enough memory"
        return Failure(
            text: text, value: values.count > 1 ? values[1] : .string(text),
            traceback: traceback.map { String(cString: $0) })
    }

    /// What the task returned whose step has just finished; empty where it is not data.
    public func results(of slot: UInt32) -> [LuaValue] {
        var bytes: UnsafePointer<UInt8>?
        var count = 0
        return bridge_results(host, slot, &bytes, &count) ? WireReader.values(bytes, count: count) : []
    }

    /// Gives a failed child's error to its parent, whose waits may raise it from now on.
    public func adoptFailure(parent: UInt32, child: UInt32) { bridge_adopt_failure(host, parent, child) }

    /// Makes a task that ended well fail with the error it adopted.
    public func failWithAdopted(_ slot: UInt32) { bridge_fail_with_adopted(host, slot) }

    /// Ends a task for good; its slot is free again.
    public func settle(_ slot: UInt32, as state: TaskState) {
        let states = [BRIDGE_TASK_LIVE, BRIDGE_TASK_DONE, BRIDGE_TASK_FAILED, BRIDGE_TASK_CANCELLED]
        bridge_settle(host, slot, states[Int(state.rawValue)])
    }

    /// The script line at which a suspended task stands: `rolling.lua:12`.
    public func place(of slot: UInt32) -> String? {
        bridge_task_place(host, slot).map { String(cString: $0) }
    }

    /// The script line under way.
    public var currentPlace: String? { bridge_current_place(host).map { String(cString: $0) } }
}

extension LuaState {
    /// Sets a global variable.
    public func setGlobal(_ name: String, to value: LuaValue) throws {
        let encoded = WireEncoder.encode([value])
        if !bridge_set_global(host, name, encoded, encoded.count) { throw lastError }
    }

    /// The names below a path of the globals (`""`: the globals themselves), unsorted; for completion.
    public func fieldNames(of path: String) -> [String] {
        var bytes: UnsafePointer<UInt8>?
        var count = 0
        guard bridge_list_fields(host, path, &bytes, &count) else { return [] }
        return WireReader.values(bytes, count: count).compactMap(\.text)
    }

    /// Bytes that the state holds now.
    public var memoryUsed: Int { bridge_memory_used(host) }

    /// The most bytes it has held.
    public var memoryPeak: Int { bridge_memory_peak(host) }
}
