package import Basics
import DequeModule
package import Lua

/// Runs one script: its tasks, one at a time, in an order that depends only on time and random numbers.
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
    var parking = ParkingLot()

    /// The errors of failed tasks, by slot, until the tasks are settled.
    var failures: [UInt32: LuaState.Failure] = [:]
    var failureTaskName: [UInt32: String] = [:]
    var lostFailures: [String] = []
    var root: UInt32?
    var ended: RunOutcome?

    /// Tells other threads which step runs.
    package let heartbeat = Heartbeat()
    /// Stops Lua code that does not stop by itself; nil if the program has no watchdog.
    package var runawayStop: (any RunawayStop)?
    /// An option of the program among the script's arguments; nil once the script has declared its options.
    package internal(set) lazy var misplacedFlag = configuration.findMisplacedFlag()
    /// Handles Ctrl-C in the REPL.
    package var interruptHandler: (any InterruptHandler)?
    /// Called each time the run has waited for the host.
    package var afterWaiting: (() -> Void)?
    /// Called in order once the script has ended; not called if the process is killed.
    package var endActions: [() -> Void] = []

    /// Whether a rehearsal has killed the process: no code of the script runs any more.
    package var isKilled = false

    /// The exit code that the script asked for.
    var requestedExit: Int32?
    /// The exit code in the last report of each roll, in the order of their first reports.
    var rollExitCodes: [(roll: String, code: Int32)] = []
    /// The signal that asked the run to stop.
    package internal(set) var stopSignal: Int32?
    var isTimeUp = false
    /// Whether a REPL waits for a line; meanwhile, tasks that nothing in the script can wake are no deadlock.
    package var awaitsInput = false

    package let console: Console
    var modules: [ScriptModule] = []
    package var onInput: (() -> Void)?

    /// - Throws: ``ChunkError`` if one of the program's own modules does not load, which is a mistake in the program.
    package init(host: any Host, configuration: RuntimeConfiguration) throws {
        self.host = host
        self.configuration = configuration
        console = Console(
            host: host, format: configuration.logFormat, level: configuration.logLevel,
            showsProgress: configuration.verbosity != .quiet)
        // In simulated time, the order of `pairs` and visible addresses follow from the host's random seed.
        let seed = host.isSimulated ? host.randomBits() : nil
        let options = LuaState.Options(memoryLimit: configuration.memoryLimit, orderSeed: seed)
        guard let lua = LuaState(options: options) else {
            throw ChunkError(message: "not enough memory for Lua", isIncomplete: false)
        }
        self.lua = lua
        lua.delegate = self
        host.onEvent = { [weak self] in self?.handle($0) }
        try loadModules()
    }

    /// Releases everything that refers to the runtime; no script runs afterwards.
    package func close() {
        host.releaseCommands()
        host.onEvent = nil
        interruptHandler = nil
        afterWaiting = nil
        endActions = []
        modules = []
        lua.forgetFunctions()
    }
}

/// The settings of a run.
package struct RuntimeConfiguration {
    package var memoryLimit: Int? = 1 << 30
    package var timeLimit: Duration?
    package var logFormat = LogFormat.text
    package var logLevel = LogLevel.info
    package var verbosity = Verbosity.normal
    /// Whether changes are printed instead of made.
    package var isDryRun = false
    /// Looks for an option of the program among the script's arguments; called at most once.
    package var findMisplacedFlag: () -> MisplacedFlag? = { nil }
    /// The program's version, for reports.
    package var programVersion = "0"
    /// The path of the script, for `require` and `script.options`.
    package var scriptPath: String?
    /// What the command line asks for about the last campaign of a roll.
    package var campaignWish = CampaignWish()
    /// The folder of the journals that the command line names; nil for the usual one.
    package var stateFolder: String?
    /// How the program was started, so that `zecscript resume` can do it again.
    package var start = ProgramStart()
    /// The script's arguments.
    package var arguments: CommandWords = []
    /// Observes the script in a rehearsal.
    package weak var observer: (any RunObserver)?
    /// Environment variables that scripts can't read.
    package var hiddenVariables: [String] = []
    /// Makes each module that scripts can call, in load order.
    package var modules: [ModuleMaker] = []

    package init() {}
}

/// What a timer wakes.
enum TimerTarget {
    case task(ResumptionTicket)
    case action(TimerAction)
}

/// An action that a timer calls once, unless it was cancelled.
package final class TimerAction: Cancellable {
    var action: (() -> Void)?

    init(_ action: @escaping () -> Void) { self.action = action }

    package func cancel() { action = nil }
}

/// Identifies one wait of one task, for its answer.
package struct ResumptionTicket: Sendable, Equatable {
    let number: UInt64
    let slot: UInt32

    init(slot: UInt32, number: UInt64) {
        self.slot = slot
        self.number = number
    }
}
