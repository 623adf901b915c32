package import Basics
import Crypto
package import Simulator

/// The results of all runs of a rehearsal, summed up.
package struct RehearsalSummary: Sendable {
    /// A violated invariant, over all runs.
    package struct Violated: Sendable {
        package var invariant: String
        package var runs: Int
        package var firstSeed: UInt64
    }

    package private(set) var runs = 0
    /// The number of runs in which at least one instance was rebooted, or its service restarted.
    package private(set) var runsWithReboots = 0
    private var causes: [String: (first: EndingCause, seed: UInt64, runs: Int)] = [:]
    /// The number of runs by exit code, ascending; nil for runs that had not ended.
    package private(set) var endings: [(exitCode: Int32?, runs: Int)] = []
    /// The violated invariants, in the order in which they first occurred.
    package private(set) var violated: [Violated] = []
    package private(set) var runsWithViolations = 0
    /// The number of runs in which each fault struck, and how often it struck in all.
    package private(set) var faults: [(fault: FaultName, runs: Int, times: Int)] = []
    package private(set) var falseAlarms = 0
    /// The result of the first run with a violation.
    package private(set) var firstViolation: RunResult?
    private var durations: [(seconds: Double, seed: UInt64)] = []
    private var requests = 0
    /// The number of selected instances, over all runs.
    package private(set) var selected = 0
    /// The number of selected instances that were rebooted at least once.
    package private(set) var rebooted = 0
    package private(set) var mostDown = 0
    private var hash = SHA256()

    package init() {}

    /// Adds the result of the next run.
    package mutating func add(_ result: RunResult) {
        runs += 1
        if result.isRestarting { runsWithReboots += 1 }
        count(ending: result.exitCode)
        if let cause = result.cause { causes[cause.kind, default: (cause, result.seed, 0)].runs += 1 }
        for (fault, times) in result.faults { count(fault, times) }
        for violation in result.violations { count(violation, seed: result.seed) }
        if !result.violations.isEmpty {
            runsWithViolations += 1
            if firstViolation == nil { firstViolation = result }
        }
        durations.append((result.duration.inSeconds, result.seed))
        requests += result.requests
        selected += result.selected
        rebooted += result.rebooted
        mostDown = max(mostDown, result.mostDown)
        falseAlarms += result.falseAlarms
        if runs == 1 { firstDigest = result.digest }
        hash.update(data: result.digest)
    }

    private var firstDigest: [UInt8] = []

    private mutating func count(ending exitCode: Int32?) {
        if let position = endings.firstIndex(where: { $0.exitCode == exitCode }) {
            endings[position].runs += 1
        } else {
            endings.append((exitCode, 1))
            endings.sort { ($0.exitCode ?? .max) < ($1.exitCode ?? .max) }
        }
    }

    private mutating func count(_ fault: FaultName, _ times: Int) {
        if let position = faults.firstIndex(where: { $0.fault == fault }) {
            faults[position].runs += 1
            faults[position].times += times
        } else {
            faults.append((fault, 1, times))
        }
    }

    private mutating func count(_ violation: Violation, seed: UInt64) {
        if let position = violated.firstIndex(where: { $0.invariant == violation.invariant }) {
            violated[position].runs += 1
        } else {
            violated.append(Violated(invariant: violation.invariant, runs: 1, firstSeed: seed))
        }
    }

    // MARK: Figures

    /// The most frequent cause of runs that did not end well, as the first of these runs told it.
    package var commonCause: (cause: EndingCause, seed: UInt64, runs: Int)? {
        let common = causes.values.max { ($0.runs, $1.first.kind) < ($1.runs, $0.first.kind) }
        return common.map { ($0.first, $0.seed, $0.runs) }
    }

    /// A percentile of the simulated time of the runs, and the seed of the run at that percentile.
    package func duration(percentile: Int) -> (duration: Duration, seed: UInt64)? {
        guard !durations.isEmpty else { return nil }
        let sorted = durations.sorted { ($0.seconds, $0.seed) < ($1.seconds, $1.seed) }
        let rank = (percentile * sorted.count + 99) / 100
        let chosen = sorted[min(sorted.count - 1, max(0, rank - 1))]
        return (.seconds(chosen.seconds), chosen.seed)
    }

    /// Requests to the cloud per selected instance; nil if no instance was selected.
    package var requestsPerInstance: Double? { selected == 0 ? nil : Double(requests) / Double(selected) }

    /// The SHA-256 of the trace of the only run; for several runs, that of all their digests in order.
    package var traceHash: String {
        let digest = runs == 1 ? firstDigest : Array(hash.finalize())
        return digest.map { byte in
            let text = String(byte, radix: 16)
            return text.count == 1 ? "0" + text : text
        }.joined()
    }

    /// The summary as JSON.
    package var json: JSONValue {
        func seconds(_ percentile: Int) -> JSONValue {
            duration(percentile: percentile).map { .number($0.duration.inSeconds) } ?? .null
        }
        return [
            "runs": .integer(Int64(runs)),
            "runsWithReboots": .integer(Int64(runsWithReboots)),
            "commonCause": commonCause.map { common in
                [
                    "runs": .integer(Int64(common.runs)), "exitCode": .integer(Int64(common.cause.exitCode)),
                    "message": .string(common.cause.text), "seed": .string(String(common.seed)),
                    "hint": common.cause.hint.map { .string($0) } ?? .null,
                ]
            } ?? .null,
            "endings": .object(
                JSONObject(
                    endings.map {
                        .init(key: $0.exitCode.map(String.init) ?? "endless", value: .integer(Int64($0.runs)))
                    })),
            "violations": .array(
                violated.map {
                    [
                        "invariant": .string($0.invariant), "runs": .integer(Int64($0.runs)),
                        "firstSeed": .string(String($0.firstSeed)),
                    ]
                }),
            "faults": .object(
                JSONObject(
                    faults.map {
                        .init(
                            key: $0.fault.rawValue,
                            value: ["runs": .integer(Int64($0.runs)), "times": .integer(Int64($0.times))])
                    })),
            "seconds": ["p50": seconds(50), "p95": seconds(95), "worst": seconds(100)],
            "requestsPerInstance": requestsPerInstance.map { .number($0) } ?? .null,
            "selected": .integer(Int64(selected)),
            "rebooted": .integer(Int64(rebooted)),
            "mostDown": .integer(Int64(mostDown)),
            "falseAlarms": .integer(Int64(falseAlarms)),
            "traceHash": .string(traceHash),
        ]
    }
}
