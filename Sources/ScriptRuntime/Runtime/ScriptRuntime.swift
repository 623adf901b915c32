import DequeModule
package import Lua
package import ZenlayerCloud

/// Runs one script: its tasks, one at a time, in an order that follows from time and chance alone.
///
/// One Lua state, one thread, one ready queue, one timer heap; everything outside comes from the ``Host``.
package final class ScriptRuntime {
    package let host: any Host
    package internal(set) var configuration: RuntimeConfiguration
    package let lua: LuaState
    var tasks = TaskTable()
    var ready = Deque<UInt32>()
    var timers = TimerHeap<TimerTarget>()
    var current: UInt32?
    var waitNumber: UInt64 = 0
    var parked: [UInt64: ResumptionTicket] = [:]
    var parkTicket: UInt64 = 0
    /// The tickets of parks that end as well when anything is asked to end.
    var resting: [UInt64] = []
    /// Ends of watched tasks that their watchers have not taken yet, by ticket.
    var notedEnds: [UInt64: [Int64]] = [:]
    var progress: [Int64: Progress] = [:]
    var progressNumber: Int64 = 0
    var client: ZenlayerClient?
    var pages: [Int64: InstancePages] = [:]
    var pagesNumber: Int64 = 0
    /// Maintenance windows that the script has opened, by number from 1.
    var windows: [MaintenanceWindow] = []
    /// Commands whose output a script reads, or whose input it writes, by number.
    var commands: [Int64: any RunningCommand] = [:]
    var commandsNumber: Int64 = 0
    /// Requests sent so far, by action.
    var requestCounts: [String: Int] = [:]

    /// What failed tasks raised, by slot, until they are settled.
    var failures: [UInt32: LuaState.Failure] = [:]
    var failureTaskName: [UInt32: String] = [:]
    var lostFailures: [String] = []
    var root: UInt32?
    var ended: RunOutcome?

    /// Where the task is parked that checks a script's own conditions, in a rehearsal.
    var worldWatchTicket: UInt64?

    /// Tells other threads which step is under way.
    package let heartbeat = Heartbeat()
    /// Stops code that does not stop by itself, where the program has one.
    var runawayWatch: RunawayWatch?
    /// The conversation with a person, while there is one.
    package var interaction: Interaction?

    /// The exit code that the script asked for.
    var requestedExit: Int32?
    /// The signal that asked the run to stop.
    package internal(set) var stopSignal: Int32?
    var isTimeUp = false
    /// While a REPL waits for a line, a state in which nothing can wake any task is no deadlock.
    package var awaitsInput = false

    let console: Console
    var modules: [ScriptModule] = []
    package var onInput: (() -> Void)?

    /// - Throws: ``ChunkError`` where one of the program's own modules does not load, which is a mistake in the program.
    package init(host: any Host, configuration: RuntimeConfiguration = RuntimeConfiguration()) throws {
        self.host = host
        self.configuration = configuration
        console = Console(host: host, format: configuration.logFormat, level: configuration.logLevel)
        let seed = configuration.isOrdered ? host.randomBits() : nil
        let options = LuaState.Options(memoryLimit: configuration.memoryLimit, orderSeed: seed)
        guard let lua = LuaState(options: options) else {
            throw ChunkError(message: "not enough memory for Lua", isIncomplete: false)
        }
        self.lua = lua
        lua.delegate = self
        host.onEvent = { [weak self] in self?.handle($0) }
        try loadModules()
    }

    /// Lets go of everything that holds the runtime; nothing runs afterwards.
    package func close() {
        host.releaseCommands()
        host.onEvent = nil
        client = nil
        modules = []
        lua.forgetFunctions()
    }
}

/// What a run is made with.
package struct RuntimeConfiguration {
    package var memoryLimit: Int? = 1 << 30
    package var timeLimit: Duration?
    /// `pairs` and visible addresses follow from the host's seed.
    package var isOrdered = false
    package var logFormat = LogFormat.text
    package var logLevel = LogLevel.info
    /// A person types line by line; there are functions for that.
    package var isInteractive = false
    /// Writes of any script become printed intentions.
    package var isDryRun = false
    /// An option of the program among the script's arguments, until the script declares it.
    package var misplacedFlag: MisplacedFlag?
    /// For reports.
    package var programVersion = "0"
    /// The sources of the rolling library's parts by name; tests change one to see what it prevents.
    package var libraryParts = RollingModule.parts
    /// The path of the script, for `require` and `script.options`.
    package var scriptPath: String?
    /// The script's arguments.
    package var arguments: [String] = []
    /// Is told what the script does, in a rehearsal.
    package weak var observer: (any RunObserver)?
    /// Variables that scripts cannot read.
    package var hiddenVariables: Set<String> = []
    /// Makes the client when the first cloud function is called; the closure given is told what the client does.
    package var makeClient:
        ((any Timeline, any Transport, @escaping (ClientEvent) -> Void) throws(CloudError) -> ZenlayerClient)?

    package init() {}
}

/// What a timer wakes.
enum TimerTarget {
    case task(ResumptionTicket)
    case action(TimerAction)
}

/// An action that a timer calls once, unless it was cancelled.
final class TimerAction: Cancellable {
    var action: (() -> Void)?

    init(_ action: @escaping () -> Void) { self.action = action }

    func cancel() { action = nil }
}

/// Which wait of which task an answer is for.
package struct ResumptionTicket: Sendable, Equatable {
    let number: UInt64
    let slot: UInt32

    init(slot: UInt32, number: UInt64) {
        self.slot = slot
        self.number = number
    }
}
