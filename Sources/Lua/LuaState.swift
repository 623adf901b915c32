import CLuaBridge
internal import Glibc

/// One Lua state whose coroutines are tasks that somebody schedules.
///
/// It belongs to one thread. Nothing of Lua's own interface is reachable from Swift, so no Lua error can jump over a Swift
/// frame: values are copied in and out, and failures come back as values.
public final class LuaState {
    /// What a state is made with.
    public struct Options: Sendable {
        /// Bytes that a script may hold; nil for no limit.
        public var memoryLimit: Int?
        /// Where given, `pairs` and visible addresses follow from it instead of from this process.
        public var orderSeed: UInt64?

        public init(memoryLimit: Int? = nil, orderSeed: UInt64? = nil) {
            self.memoryLimit = memoryLimit
            self.orderSeed = orderSeed
        }
    }

    /// How much more than the limit the program itself may use, in bytes.
    static let memoryHeadroom = 256 << 10

    let bridge: OpaquePointer
    /// Who schedules the tasks; without one, nothing can be spawned and nothing printed.
    public weak var delegate: (any LuaStateDelegate)?
    private var declarations: [CompiledDeclaration] = []
    private var bodies: [HostFunction.Body?] = []

    /// - Returns: nil when there is no memory for an empty state.
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
    /// For a program whose script does not run on its first thread: an arena of another thread grows page by page, with a
    /// system call each. To be called before there are other threads.
    public static func useOneArena() { bridge_use_one_arena() }

    // MARK: Functions

    /// Offers a function to scripts.
    public func define(_ function: HostFunction) throws {
        let compiled = compile(function.declaration, body: function.body)
        if !bridge_declare(bridge, compiled.function) { throw lastError }
    }

    /// Announces a function whose body one of the prelude's modules supplies.
    public func announce(_ declaration: FunctionDeclaration) throws {
        if !bridge_announce(bridge, compile(declaration, body: nil).function) { throw lastError }
    }

    /// Runs one of the program's own modules; see `bridge_run_prelude`.
    public func runPrelude(name: String, source: [UInt8]) throws {
        let chunkName = "=[zecscript \(name)]"
        let bytes = try compiled(chunkName: chunkName, source: source)
        let ran = bytes.withUnsafeBufferPointer {
            bridge_run_prelude(bridge, chunkName, $0.baseAddress, $0.count)
        }
        if !ran { throw lastError }
    }

    /// The bytecode of one of the program's own chunks, compiled when the process first needs it.
    ///
    /// Only for sources that belong to the program: Lua does not check bytecode.
    /// - Throws: ``ChunkError`` where the source is no Lua.
    package func compiled(chunkName: String, source: [UInt8]) throws -> [UInt8] {
        if let bytes = CompiledChunks.bytes(chunkName, source) { return bytes }
        var bytes: UnsafeMutablePointer<UInt8>?, count = 0
        let isCompiled = source.withUnsafeBufferPointer { source in
            source.withMemoryRebound(to: CChar.self) {
                bridge_compile(bridge, chunkName, $0.baseAddress, $0.count, &bytes, &count)
            }
        }
        guard isCompiled else { throw lastError }
        defer { free(bytes) }
        let compiled = Array(UnsafeBufferPointer(start: bytes, count: count))
        CompiledChunks.keep(compiled, chunkName, source)
        return compiled
    }

    /// Drops the bodies of all functions, and with them whatever they hold; calling one then does nothing.
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

/// What a state asks of the one who schedules its tasks.
public protocol LuaStateDelegate: AnyObject {
    /// The running task was stepped after a wait: how did the wait end?
    func answerOfWait() -> HostAnswer
    /// A task is born; throwing refuses it.
    func taskSpawned(slot: UInt32, serial: UInt64, name: String?) throws(ScriptError)
    /// `print` wrote.
    func write(_ bytes: UnsafeBufferPointer<UInt8>)
    /// `warn` wrote one whole message.
    func warn(_ message: String)
}
