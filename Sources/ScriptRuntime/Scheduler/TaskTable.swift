import Basics
import Lua

/// The tree of tasks: each task's parent, what it waits for, and whether it must end.
///
/// It keeps state and decides; it runs no task. A task is the child of the task that spawned it, and ends after its own
/// children. A failure that no task waits for fails the parent and cancels the siblings. A cancellation reaches all
/// descendants, but does not enter a shield.
struct TaskTable {
    enum Phase: UInt8 { case free, ready, running, waiting, closing }

    /// Why a task must end.
    enum Cancellation: Equatable {
        case requested(String)
        case siblingFailed
        case parentEnded
        case stop(signal: Int32)
        case timeLimit
        case exit

        var sentence: String {
            switch self {
            case .requested(let reason): reason.isEmpty ? "cancelled" : "cancelled: \(reason)"
            case .siblingFailed: "cancelled: another task failed"
            case .parentEnded: "cancelled: its parent ended"
            case .stop(let signal): "cancelled: the run was stopped (\(SignalNames.name(of: signal)))"
            case .timeLimit: "cancelled: the time limit was reached"
            case .exit: "cancelled: the script called exit"
            }
        }
    }

    /// What a task waits for; ``Record/waitsFor`` has the words for `parked` and `operation`.
    enum Reason: Equatable {
        case sleep
        case task(serial: UInt64, slot: UInt32)
        case parked(ticket: UInt64)
        case operation
    }

    struct Wait {
        /// Unique; a timer or an answer with another number is stale.
        var number: UInt64 = 0
        var reason = Reason.sleep
        var since = Moment.start
        /// Whether a cancellation lets the wait finish first, as for a write whose answer must be known.
        var mustSettle = false
        /// Whether a cancellation stops the operation and the wait ends with it, as for a command and the processes that it
        /// started.
        var windsDown = false
    }

    /// The ticket of a set of watched tasks, and the number of one task in the set.
    struct Watch {
        var ticket: UInt64
        var number: Int64
    }

    /// One task; kept small, because there may be 100,000 of them.
    struct Record {
        var serial: UInt64 = 0
        var phase = Phase.free
        var ending = TaskState.live
        var hasAdoptedFailure = false
        /// Whether its adopted failure was passed to its parent at once, because its own body had ended.
        var hasPassedFailureOn = false
        /// The number of hook calls that run; in a hook, `exit` is an error of that call.
        var hooks: Int32 = 0
        /// Whether one of its waits has raised the error of `exit`.
        var hasRaisedExit = false
        /// Whether failures of its children are printed and do not fail the task.
        var isSupervisor = false
        /// Whether its parent does not wait for it, but cancels it when all other children have ended.
        var isDaemon = false
        var hasDaemons = false
        var shields: Int32 = 0
        fileprivate(set) var parent: Int32 = -1
        fileprivate(set) var firstChild: Int32 = -1
        fileprivate(set) var nextSibling: Int32 = -1
        fileprivate(set) var previousSibling: Int32 = -1
        var wait = Wait()
        /// Fields that few tasks use, and a sleeping task never uses.
        ///
        /// The array has at most one element: an empty array is small.
        private var rare: [Rare] = []

        /// Whether its next wait must raise the cancellation.
        var mustEnd: Bool { cancellation != nil && shields == 0 }
        var hasChildren: Bool { firstChild >= 0 }

        private var rarely: Rare {
            get { rare.first ?? Rare() }
            _modify {
                if rare.isEmpty { rare.append(Rare()) }
                yield &rare[0]
            }
        }

        var name: String? {
            get { rare.first?.name }
            set { if newValue != nil || !rare.isEmpty { rarely.name = newValue } }
        }
        var cancellation: Cancellation? {
            get { rare.first?.cancellation }
            set { if newValue != nil || !rare.isEmpty { rarely.cancellation = newValue } }
        }
        /// The words for what a parked task or an operation waits for, as in errors and in the task tree.
        var waitsFor: String? {
            get { rare.first?.waitsFor }
            set { if newValue != nil || !rare.isEmpty { rarely.waitsFor = newValue } }
        }
        /// How its wait ended; nil for a sleep.
        var answer: HostAnswer? {
            get { rare.first?.answer }
            set { if newValue != nil || !rare.isEmpty { rarely.answer = newValue } }
        }
        /// Stops the operation that its wait is for.
        var cancelWait: (() -> Void)? {
            get { rare.first?.cancelWait }
            set { if newValue != nil || !rare.isEmpty { rarely.cancelWait = newValue } }
        }
        /// The tasks that wait for its end.
        var waiters: [UInt32] {
            get { rare.first?.waiters ?? [] }
            set { if !newValue.isEmpty || !rare.isEmpty { rarely.waiters = newValue } }
        }
        /// The watches that note the task's end; as with `waiters`, a failure then goes to the watches and
        /// not to the parent.
        var watches: [Watch] {
            get { rare.first?.watches ?? [] }
            set { if !newValue.isEmpty || !rare.isEmpty { rarely.watches = newValue } }
        }
    }

    private struct Rare {
        var name: String?
        var cancellation: Cancellation?
        var waitsFor: String?
        var answer: HostAnswer?
        var cancelWait: (() -> Void)?
        var waiters: [UInt32] = []
        var watches: [Watch] = []
    }

    private(set) var records: [Record] = []
    private(set) var liveCount = 0

    subscript(slot: UInt32) -> Record {
        get { records[Int(slot)] }
        _modify { yield &records[Int(slot)] }
    }

    /// Whether a handle's task still lives.
    func isLive(_ reference: TaskReference) -> Bool {
        records.indices.contains(Int(reference.slot)) && records[Int(reference.slot)].phase != .free
            && records[Int(reference.slot)].serial == reference.serial
    }

    func parent(of slot: UInt32) -> UInt32? {
        let parent = records[Int(slot)].parent
        return parent < 0 ? nil : UInt32(parent)
    }

    /// The children, oldest first.
    func children(of slot: UInt32) -> [UInt32] {
        var children: [UInt32] = []
        var next = records[Int(slot)].firstChild
        while next >= 0 {
            children.append(UInt32(next))
            next = records[Int(next)].nextSibling
        }
        return children.reversed()
    }

    /// All live tasks, oldest first.
    var live: [UInt32] {
        records.indices.filter { records[$0].phase != .free }.map { UInt32($0) }
            .sorted { self[$0].serial < self[$1].serial }
    }

    // MARK: Birth and end

    mutating func insert(slot: UInt32, serial: UInt64, name: String?, parent: UInt32?) {
        while records.count <= Int(slot) { records.append(Record()) }
        var record = Record()
        record.serial = serial
        record.phase = .ready
        record.name = name
        if let parent {
            record.parent = Int32(parent)
            record.nextSibling = self[parent].firstChild
            if record.nextSibling >= 0 { records[Int(record.nextSibling)].previousSibling = Int32(slot) }
            self[parent].firstChild = Int32(slot)
        }
        records[Int(slot)] = record
        liveCount += 1
    }

    mutating func remove(_ slot: UInt32) {
        let record = self[slot]
        if record.previousSibling >= 0 {
            records[Int(record.previousSibling)].nextSibling = record.nextSibling
        } else if record.parent >= 0 {
            records[Int(record.parent)].firstChild = record.nextSibling
        }
        if record.nextSibling >= 0 {
            records[Int(record.nextSibling)].previousSibling = record.previousSibling
        }
        records[Int(slot)] = Record()
        liveCount -= 1
    }

    /// Removes an ended task whose children still run: they belong to its parent from now on, in its place.
    mutating func dissolve(_ slot: UInt32) {
        let record = self[slot]
        guard record.hasChildren, record.parent >= 0 else { return }
        var last = record.firstChild
        while true {
            records[Int(last)].parent = record.parent
            let next = records[Int(last)].nextSibling
            if next < 0 { break }
            last = next
        }
        records[Int(last)].nextSibling = record.nextSibling
        if record.nextSibling >= 0 { records[Int(record.nextSibling)].previousSibling = last }
        records[Int(record.firstChild)].previousSibling = record.previousSibling
        if record.previousSibling >= 0 {
            records[Int(record.previousSibling)].nextSibling = record.firstChild
        } else {
            records[Int(record.parent)].firstChild = record.firstChild
        }
        records[Int(slot)] = Record()
        liveCount -= 1
    }

    // MARK: Cancelling

    /// Marks a task and its descendants as cancelled, except those inside a shield.
    /// - Returns: The tasks whose waits are to be interrupted now, oldest first.
    mutating func cancel(_ slot: UInt32, _ cancellation: Cancellation) -> [UInt32] {
        var interrupted: [UInt32] = []
        var pending = [slot]
        while let next = pending.popLast() {
            // The descendants of a cancelled task were cancelled with it, and it has spawned no task since.
            let isNew = self[next].cancellation == nil
            if isNew { self[next].cancellation = cancellation }
            if self[next].shields > 0 || !isNew { continue }
            if self[next].phase == .waiting, !self[next].wait.mustSettle { interrupted.append(next) }
            pending += children(of: next)
        }
        return interrupted.sorted { self[$0].serial < self[$1].serial }
    }
}
