import Basics
import ScriptRuntime
import Simulator

/// The record of one run, for the invariants that judge it.
struct RunRecord: Sendable {
    let rehearsal: Rehearsal
    let fleet: Fleet
    let events: [Event]
    /// The points of the last process at which it could be killed, if they were recorded.
    let points: [String]
    /// Nil if the run had not ended at its time limit.
    let exitCode: Int32?
    /// The error message at the end, if there was one.
    let message: String?
    /// The hint of the error, if it has one.
    let hint: String?
    /// The output on both streams, in order.
    let output: [UInt8]
    let endedAt: Moment
    let truth: Truth
    /// Calendar time at the start by the clock of the script's host, in seconds since 1970 UTC.
    let startSeconds: Int64
    /// When that clock jumps, and by how many seconds.
    let clockJump: (at: Moment, seconds: Int64)?
    /// How late a shown status could be, in nanoseconds.
    let staleness: Int64
    /// The times in which a script can't see what happens, in order.
    let blindSpans: [Range<Moment>]
    /// The machines' states at the end, by place in the fleet.
    let states: [MachineState]
    /// Restarts that the script caused.
    let restarts: Restarts
    /// By place in the fleet: whether the instance went down so shortly before the end that no observer could
    /// have seen it.
    let isUnseenDown: [Bool]
    /// By place in the fleet: whether a reboot or a stop was accepted and the instance has not been healthy
    /// since, also if the reboot has not begun yet.
    let isRebooting: [Bool]
    /// What the script did and declared; derived from the events.
    let script: ScriptRecord

    init(
        rehearsal: Rehearsal, cloud: SimulatedCloud, events: [Event], points: [String] = [],
        exitCode: Int32?, report: FailureReport?, output: [UInt8], endedAt: Moment
    ) {
        var cloud = cloud
        self.rehearsal = rehearsal
        fleet = cloud.fleet
        self.events = events
        self.points = points
        laterProcesses = events.compactMap { if case .begun = $0.kind { $0.at } else { nil } }
        self.exitCode = exitCode
        message = report?.message
        hint = report?.hint
        self.output = output
        self.endedAt = endedAt
        truth = cloud.truth(at: endedAt)
        startSeconds = (cloud.startNanoseconds + cloud.clockSkew) / 1_000_000_000
        clockJump = cloud.clockJump().map { ($0.at, $0.nanoseconds / 1_000_000_000) }
        staleness = cloud.settings.staleness
        blindSpans = cloud.blindSpans()
        states = cloud.machines.map(\.seen)
        restarts = Restarts(events, fleet: cloud.fleet.count)
        script = ScriptRecord(events, fleet: cloud.fleet)
        var watch = DownWatch(
            count: cloud.fleet.count, notice: rehearsal.notice, staleness: cloud.settings.staleness,
            blindSpans: cloud.blindSpans())
        for event in events { watch.take(event) }
        isUnseenDown = cloud.machines.indices.map { watch.isUnseen($0, at: endedAt) }
        isRebooting = watch.isOwn
    }

    /// The moments at which the processes after each kill began.
    let laterProcesses: [Moment]

    /// When the last process began.
    var begunAt: Moment { laterProcesses.last ?? .start }

    /// Calendar time as a process can know it: by the clock of its host as it was when the process began.
    func unixSeconds(at moment: Moment) -> Int64 {
        let begun = laterProcesses.last { $0 <= moment } ?? .start
        let jumped = clockJump.map { $0.at <= begun && begun > .start ? $0.seconds : 0 } ?? 0
        return startSeconds + moment.nanoseconds / 1_000_000_000 + jumped
    }

    /// The number of restarts, by place in the fleet: accepted reboots, and stops that a start followed.
    var reboots: [UInt16] { restarts.counts }

    /// The places of the selected instances: the instances that the script asked to reboot, or to stop and
    /// then to start, and the instances that it declared.
    var selected: [Int] { states.indices.filter { script.isSelected[$0] } }

    /// Whether a selected instance is as a successful roll leaves it: rebooted once, or its service restarted, and healthy.
    ///
    /// An instance that went down so shortly before the end that no observer could have seen it counts as healthy.
    func isDone(_ index: Int) -> Bool {
        let isRestarted = reboots[index] == 1 || reboots[index] == 0 && restarts.withService.contains(index)
        return isRestarted && !isRebooting[index] && (states[index].isHealthy || isUnseenDown[index])
    }

    /// The limit of instances down at once in the whole run, or, for a run of one roll, in that roll; nil if none is
    /// declared.
    var downLimit: Int? {
        if let limit = rehearsal.maxDown ?? script.maxDown {
            return limit.count(among: script.declared?.count ?? rehearsal.fleet.count)
        }
        return script.rolls.count == 1 ? script.rolls.first?.limit : nil
    }

    /// Watches the instances to which a limit applies: the selection of a roll, or else all declared instances, or else the
    /// whole fleet.
    func makeDownWatch(_ scope: JudgedScope? = nil) -> DownWatch {
        let isSelected = scope?.isSelected ?? (script.declared == nil ? nil : script.isSelected)
        return DownWatch(
            count: fleet.count, notice: rehearsal.notice, staleness: staleness, blindSpans: blindSpans,
            load: LoadWatch(fleet), isJudged: { isSelected?[$0] ?? true })
    }

    func id(_ index: Int) -> String { fleet.instances[index].id }

    /// The name of an instance.
    func name(_ index: Int) -> String { fleet.instances[index].name }

    func names(_ indices: some Sequence<Int>, atMost limit: Int = 5) -> String {
        let all = Array(indices)
        return all.prefix(limit).map(name).joined(separator: ", ")
            + (all.count > limit ? " and \(all.count - limit) more" : "")
    }
}
