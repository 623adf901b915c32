import CLuaBridge
internal import Glibc

/// One Lua state; its coroutines are tasks that the delegate schedules.
///
/// It belongs to one thread. Lua's own interface can't be reached from Swift, so no Lua error can jump over a Swift frame:
/// values are copied in and out, and failures are returned as values.
public final class LuaState {
    /// The settings of a state.
    public struct Options: Sendable {
        /// The limit of a script's memory, in bytes; nil: no limit.
        public var memoryLimit: Int?
        /// If set, the order of `pairs` and visible addresses follow from this seed instead of from the process.
        public var orderSeed: UInt64?

        public init(memoryLimit: Int? = nil, orderSeed: UInt64? = nil) {
            self.memoryLimit = memoryLimit
            self.orderSeed = orderSeed
        }
    }

    /// The memory beyond the limit that the program itself may use, in bytes.
    static let memoryHeadroom = 256 << 10

    let bridge: OpaquePointer
    /// Schedules the tasks; without a delegate, no task can be spawned and no text printed.
    public weak var delegate: (any LuaStateDelegate)?
    private var declarations: [CompiledDeclaration] = []
    private var bodies: [HostFunction.Body?] = []

    /// - Returns: nil if there is not enough memory for an empty state.
    public init?(options: Options = Options(), delegate: (any LuaStateDelegate)? = nil) {
        var settings = bridge_options()
        settings.memory_limit = options.memoryLimit ?? 0
        settings.memory_headroom = Self.memoryHeadroom
        settings.ordered = options.orderSeed != nil
        settings.order_seed = options.orderSeed ?? 0
        let relay = CallbackRelay()
        var callbacks = relay.callbacks
        guard let bridge = bridge_open(&settings, &callbacks) else { return nil }
        self.bridge = bridge
        self.relay = relay
        self.delegate = delegate
        relay.state = self
    }

    deinit {
        relay.state = nil  // finalizers run while the state closes
        bridge_close(bridge)
    }

    private let relay: CallbackRelay

    /// Makes all threads of the program allocate from one arena.
    ///
    /// For a program whose script does not run on its first thread: another thread's arena grows page by page, with a system
    /// call each. Called before there are other threads.
    public static func useOneArena() { bridge_use_one_arena() }

    // MARK: Functions

    /// Makes a function callable from scripts.
    public func define(_ function: HostFunction) throws {
        let compiled = compile(function.declaration, body: function.body)
        compiled.function.pointee.steady = function.isSteady
        if !bridge_declare(bridge, compiled.function) { throw lastError }
    }

    /// Announces a function whose body one of the prelude's modules supplies.
    public func announce(_ declaration: FunctionDeclaration) throws {
        if !bridge_announce(bridge, compile(declaration, body: nil).function) { throw lastError }
    }

    /// Runs one of the program's own modules; see `bridge_run_prelude`.
    package func runPrelude(_ chunk: OwnChunk) throws {
        let ran = try bytecode(of: chunk).withUnsafeBufferPointer {
            bridge_run_prelude(bridge, chunk.chunkName, $0.baseAddress, $0.count)
        }
        if !ran { throw lastError }
    }

    /// The bytecode of one of the program's own chunks: from the build, or compiled when the process first needs it.
    /// - Throws: ``ChunkError`` if the source has a syntax error.
    package func bytecode(of chunk: OwnChunk) throws -> [UInt8] {
        if let bytes = chunk.bytecode { return bytes }
        let name = chunk.chunkName, text = chunk.text
        if let bytes = CompiledChunks.bytes(name, text) { return bytes }
        let bytes = try compile(name, text)
        CompiledChunks.keep(bytes, name, text)
        return bytes
    }

    private func compile(_ chunkName: String, _ text: [UInt8]) throws -> [UInt8] {
        var bytes: UnsafeMutablePointer<UInt8>?, count = 0
        let isCompiled = text.withUnsafeBufferPointer { text in
            text.withMemoryRebound(to: CChar.self) {
                bridge_compile(bridge, chunkName, $0.baseAddress, $0.count, &bytes, &count)
            }
        }
        guard isCompiled else { throw lastError }
        defer { free(bytes) }
        return Array(UnsafeBufferPointer(start: bytes, count: count))
    }

    /// Drops the bodies of all functions and everything that they hold; calling such a function then does nothing.
    public func forgetFunctions() {
        for index in bodies.indices { bodies[index] = nil }
    }

    private func compile(_ declaration: FunctionDeclaration, body: HostFunction.Body?) -> CompiledDeclaration
    {
        let compiled = CompiledDeclaration(declaration, id: declarations.count)
        declarations.append(compiled)
        bodies.append(body)
        return compiled
    }

    var lastError: ChunkError {
        ChunkError(message: String(cString: bridge_message(bridge)), isIncomplete: bridge_incomplete(bridge))
    }

    // MARK: Calls from Lua

    func call(_ function: Int, _ arguments: [LuaValue]) -> HostAnswer {
        do {
            guard let body = bodies[function] else { return .nothing }
            return try body(Arguments(arguments))
        } catch let error as ScriptError {
            return .failure(error)
        } catch let error as ArgumentError {
            return .failure(usageError(error, declarations[function].declaration))
        } catch is AdoptedFailure {
            return .adoptedFailure
        } catch {
            return .failure(ScriptError(kind: "internal", message: "internal error: \(error)"))
        }
    }

    private func usageError(_ error: ArgumentError, _ declaration: FunctionDeclaration) -> ScriptError {
        let problem = error.field.map { "option '\($0)': \(error.problem)" } ?? error.problem
        return ScriptError(
            kind: "usage", message: ArgumentExplanation.bad(declaration, error.argument, problem))
    }

    func explain(_ mismatch: bridge_mismatch) -> String {
        let declaration = declarations[Int(mismatch.function)].declaration
        let argument = Int(mismatch.argument), actual = String(cString: mismatch.actual)
        guard let field = mismatch.field.map({ String(cString: $0) }) else {
            return mismatch.unknown_field
                ? ArgumentExplanation.tooMany(declaration, argument: argument)
                : ArgumentExplanation.wrongType(declaration, argument: argument, actual: actual)
        }
        return mismatch.unknown_field
            ? ArgumentExplanation.unknownField(declaration, argument: argument, field: field)
            : ArgumentExplanation.wrongField(declaration, argument: argument, field: field, actual: actual)
    }
}

/// Why a chunk did not compile or a module did not run.
public struct ChunkError: Error, Sendable, Equatable {
    /// Lua's own message, with the position.
    public var message: String
    /// Whether more lines could complete it.
    public var isIncomplete: Bool

    public init(message: String, isIncomplete: Bool = false) {
        self.message = message
        self.isIncomplete = isIncomplete
    }
}

/// The scheduler of a state's tasks.
public protocol LuaStateDelegate: AnyObject {
    /// Returns the answer of the running task's wait; called when the task is stepped after a wait.
    func answerOfWait() -> HostAnswer
    /// Called for a new task; throwing refuses it.
    func taskSpawned(slot: UInt32, serial: UInt64, name: String?) throws(ScriptError)
    /// Called with the output of `print`.
    func write(_ bytes: UnsafeBufferPointer<UInt8>)
    /// Called with one whole message of `warn`.
    func warn(_ message: String)
}
