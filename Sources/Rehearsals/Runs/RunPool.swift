import Basics
import Dispatch
import ScriptRuntime
import Simulator
import Synchronization

/// Performs the runs of a rehearsal on several threads, and hands out their results in the order of the runs.
package final class RunPool: Sendable {
    /// Enough stack for the deepest recursion in C that Lua's limits allow.
    package static let stackSize = 16 << 20

    private struct State {
        var next = 0
        /// The first run that does not begin; a stop or a violation lowers it.
        var end: Int
        var finished: [Int: Finished] = [:]
        var problem: ChunkProblem?
    }

    private struct Finished {
        var result: RunResult
        var trace: [UInt8]
    }

    /// Thrown if a module of the program does not load, which is a mistake in the program.
    package struct ChunkProblem: Error, Sendable {
        package var message: String
    }

    private let rehearsal: Rehearsal
    private let decide: @Sendable (Int) -> RehearsalCase
    private let keepsTraces: Bool
    private let stopsAtViolation: Bool
    private let state: Mutex<State>
    private let progress = DispatchSemaphore(value: 0)

    /// - Parameters:
    ///   - rehearsal: The rehearsal.
    ///   - runs: The limit of runs.
    ///   - keepsTraces: Whether the traces are handed out as well.
    ///   - stopsAtViolation: Whether no run begins after the first run with a violation.
    package convenience init(_ rehearsal: Rehearsal, runs: Int, keepsTraces: Bool, stopsAtViolation: Bool) {
        self.init(rehearsal, runs: runs, keepsTraces: keepsTraces, stopsAtViolation: stopsAtViolation) {
            rehearsal.run($0)
        }
    }

    /// Makes a pool for runs whose cases `decide` makes.
    init(
        _ rehearsal: Rehearsal, runs: Int, keepsTraces: Bool, stopsAtViolation: Bool,
        decide: @escaping @Sendable (Int) -> RehearsalCase
    ) {
        self.rehearsal = rehearsal
        self.decide = decide
        self.keepsTraces = keepsTraces
        self.stopsAtViolation = stopsAtViolation
        state = Mutex(State(end: runs))
    }

    /// Performs all runs; calls `take` on the calling thread with each result and its trace, in order.
    package func perform(jobs: Int, take: (RunResult, [UInt8]) -> Void) throws(ChunkProblem) {
        let guardians = (0..<jobs).map { _ in rehearsal.makeGuardian() }
        for guardian in guardians {
            guard
                BackgroundThread(stackSize: Self.stackSize, { [self] in work(guardian, isShared: jobs > 1) })
                    != nil
            else {
                break
            }
        }
        var position = 0
        while position < state.withLock({ $0.end }) {
            if let problem = state.withLock({ $0.problem }) { throw problem }
            if let finished = state.withLock({ $0.finished.removeValue(forKey: position) }) {
                take(finished.result, finished.trace)
                position += 1
            } else if progress.wait(timeout: .now() + .seconds(1)) == .timedOut {
                for guardian in guardians { guardian.look() }
            }
        }
    }

    /// Begins no further run; can be called on any thread.
    ///
    /// The runs that have begun are performed to their end.
    package func stop() {
        state.withLock { $0.end = min($0.end, $0.next) }
        progress.signal()
    }

    private func work(_ guardian: RunGuardian, isShared: Bool) {
        var rehearsal = rehearsal
        // Threads that share a fleet would wait for its one reference count.
        if isShared { rehearsal.fleet = rehearsal.fleet.copied() }
        while let index = takeNext() {
            do {
                let finished = try perform(rehearsal, index, guardian)
                state.withLock { state in
                    state.finished[index] = finished
                    if stopsAtViolation, !finished.result.violations.isEmpty {
                        state.end = min(state.end, index + 1)
                    }
                }
            } catch {
                state.withLock { $0.problem = ChunkProblem(message: "\(error)") }
            }
            progress.signal()
        }
    }

    private func takeNext() -> Int? {
        state.withLock { state in
            guard state.next < state.end, state.problem == nil else { return nil }
            defer { state.next += 1 }
            return state.next
        }
    }

    private func perform(_ rehearsal: Rehearsal, _ index: Int, _ guardian: RunGuardian) throws -> Finished {
        var decided = decide(index)
        decided.fleet = rehearsal.fleet
        let record = try RehearsedRun(rehearsal, decided).perform(guardedBy: guardian)
        var trace: [UInt8] = []
        let result =
            keepsTraces
            ? RunResult(index: index, run: record, case: decided) { trace += $0 }
            : RunResult(index: index, run: record, case: decided)
        return Finished(result: result, trace: trace)
    }
}
