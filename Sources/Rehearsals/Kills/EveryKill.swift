import Simulator

/// Kills the script's process at each point of a run, and then at pairs of points; the second point is in the
/// process that resumed the roll.
///
/// A point is an event of a roll, before it is appended and after that, or a request that changes something:
/// before it is sent, when it has reached the cloud, and when its answer has come.
package final class EveryKill {
    private let rehearsal: Rehearsal
    private let whole: RehearsalCase
    /// The pauses between a kill and the next start of the script.
    private let pauses: [String]
    /// By run: the points of its kills.
    private var kills: [[String]] = []
    /// The index of the run without a kill.
    private static let withoutKill = -1
    /// The number of points.
    package private(set) var points = 0
    /// The number of runs with one kill: for each point, a start at once, after 5 minutes and after 20 hours.
    package private(set) var singles = 0
    /// The number of runs with two kills that were tried, and the number of pairs of points.
    package private(set) var pairs = (tried: 0, all: 0)

    /// Ends the runs early.
    private let stopping: RunStopping

    package init(
        _ rehearsal: Rehearsal, pauses: [String] = ["+0s", "+5m", "+20h"],
        stopping: RunStopping = RunStopping()
    ) {
        self.pauses = pauses
        self.stopping = stopping
        var recording = rehearsal
        recording.recordsPoints = true
        self.rehearsal = recording
        var whole = rehearsal.run(0)
        whole.settings.faults.processKilled = ProcessKills()
        self.whole = whole
    }

    /// Runs the script without a kill, on the calling thread, and records its points.
    package func begin(guardedBy guardian: RunGuardian) throws -> RunResult {
        let record = try RehearsedRun(rehearsal, whole).perform(guardedBy: guardian)
        points = record.points.count
        kills = record.points.flatMap { point in pauses.map { ["\(point)\($0)"] } }
        singles = kills.count
        return RunResult(index: Self.withoutKill, run: record, case: whole)
    }

    /// Performs the runs with one kill, and then runs with two kills up to `runsMax` runs in all, spread
    /// evenly over all pairs.
    package func perform(
        runsMax: Int, jobs: Int, stopsAtViolation: Bool, take: (RunResult) -> Void
    ) throws(RunPool.ChunkProblem) {
        var found: [[String]] = [], isViolated = false, isKnown: Set<[String]> = []
        try perform(kills, from: 0, jobs: jobs, stopsAtViolation: stopsAtViolation) { result in
            let first = kills[result.index]
            // The same first point with another pause makes the same pair.
            let point = first.map { $0.prefix { $0 != "+" } }.map(String.init)
            found += result.points.filter { isKnown.insert(point + [$0]).inserted }.map { first + [$0] }
            isViolated = isViolated || !result.violations.isEmpty
            take(result)
        }
        guard !(isViolated && stopsAtViolation) else { return }
        let chosen = Self.spread(found, count: runsMax - singles)
        pairs = (chosen.count, found.count)
        kills += chosen
        try perform(chosen, from: singles, jobs: jobs, stopsAtViolation: stopsAtViolation, take: take)
    }

    /// Returns the smallest case of a violation.
    package func finding(_ result: RunResult, guardedBy guardian: RunGuardian) throws -> Finding? {
        let decided = result.index == Self.withoutKill ? whole : Self.decided(whole, kills[result.index])
        return try Finding.find(result, of: decided, in: rehearsal, guardedBy: guardian)
    }

    private func perform(
        _ kills: [[String]], from first: Int, jobs: Int, stopsAtViolation: Bool, take: (RunResult) -> Void
    ) throws(RunPool.ChunkProblem) {
        guard !kills.isEmpty else { return }
        let whole = whole
        let pool = RunPool(
            rehearsal, runs: kills.count, keepsTraces: false, stopsAtViolation: stopsAtViolation
        ) { Self.decided(whole, kills[$0]) }
        if !stopping.begin(pool) { return }
        try pool.perform(jobs: jobs) { result, _ in
            var result = result
            result.index += first
            take(result)
        }
    }

    private static func decided(_ whole: RehearsalCase, _ points: [String]) -> RehearsalCase {
        var decided = whole
        decided.settings.faults.processKilled = ProcessKills(points: points)
        return decided
    }

    /// Chooses `count` items of a list at even distances.
    private static func spread<Item>(_ list: [Item], count: Int) -> [Item] {
        guard count < list.count else { return list }
        return (0..<max(0, count)).map { list[$0 * list.count / count] }
    }
}
