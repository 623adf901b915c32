import Lua
import Testing

/// The smallest possible scheduler: tasks run in the order in which they became ready, and a wait ends at once.
final class FIFO: LuaStateDelegate {
    private(set) var lua: LuaState?
    private(set) var ready: [UInt32] = []
    private(set) var output = ""
    private(set) var warnings: [String] = []
    private(set) var failures: [LuaState.Failure] = []
    private(set) var results: [[LuaValue]] = []
    /// The number of Swift frames of host functions that run now; an error that jumped over a frame would leave it above 0.
    private(set) var depth = 0
    /// How often host functions were called.
    private(set) var calls = 0
    /// The answer of the next wait.
    var nextAnswer = HostAnswer.value(.string("woken"))
    var refusesSpawn = false

    init?(options: LuaState.Options = .init()) {
        lua = nil
        guard let state = LuaState(options: options, delegate: self) else { return nil }
        lua = state
    }

    /// Defines the functions that the tests call: `host.echo`, `host.raise`, `host.pause`, `host.make`.
    func defineFunctions() throws {
        try define("host.echo", rest: true) { .values($0.values) }
        try define("host.raise", rest: true) { _ in
            throw ScriptError(kind: "test", message: "raised by Swift", code: "E1", requestID: "T1")
        }
        try define("host.pause", waits: true) { _ in .wait }
        try define("host.make", rest: true) { arguments in
            .value(.table(LuaTable(items: arguments.values, fields: [.init(key: "name", value: "made")])))
        }
    }

    func define(
        _ path: String, _ parameters: [Parameter] = [], rest: Bool = false, waits: Bool = false,
        body: @escaping HostFunction.Body
    ) throws {
        let declaration = FunctionDeclaration(
            path, "For tests.", parameters: parameters, rest: rest ? Parameter("...", .any, "Any.") : nil,
            waits: waits)
        try lua?.define(
            // Finalizers call it after the scheduler is gone.
            HostFunction(declaration) { [weak self] arguments in
                self?.depth += 1
                self?.calls += 1
                defer { self?.depth -= 1 }
                return try body(arguments)
            })
    }

    /// Runs a chunk and all tasks that it spawned, and keeps their results and errors.
    func run(_ source: String, name: String = "@test.lua", arguments: [LuaValue] = []) throws(ChunkError) {
        try run(Array(source.utf8), name: name, arguments: arguments)
    }

    func run(_ source: [UInt8], name: String, arguments: [LuaValue] = []) throws(ChunkError) {
        try lua?.startTask(chunkName: name, source: source, arguments: arguments)
        while !ready.isEmpty { step(ready.removeFirst()) }
    }

    private func step(_ slot: UInt32) {
        guard let lua else { return }
        switch lua.step(slot) {
        case .waiting: ready.append(slot)
        case .finished:
            results.append(lua.results(of: slot))
            lua.settle(slot, as: .done)
        case .failed:
            failures.append(lua.failure(of: slot))
            lua.settle(slot, as: .failed)
        }
    }

    func answerOfWait() -> HostAnswer { nextAnswer }

    func taskSpawned(slot: UInt32, serial: UInt64, name: String?) throws(ScriptError) {
        if refusesSpawn { throw ScriptError(kind: "test", message: "no more tasks") }
        ready.append(slot)
    }

    func write(_ bytes: UnsafeBufferPointer<UInt8>) { output += String(decoding: bytes, as: UTF8.self) }

    func warn(_ message: String) { warnings.append(message) }

    func close() { lua = nil }
}

/// Runs a chunk in a fresh state with the test functions and returns the scheduler that ran it.
func run(_ source: String, options: LuaState.Options = .init()) throws -> FIFO {
    let fifo = try #require(FIFO(options: options))
    try fifo.defineFunctions()
    try fifo.run(source)
    return fifo
}
