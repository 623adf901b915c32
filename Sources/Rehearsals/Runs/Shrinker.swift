import Basics
import ScriptRuntime
import Simulator

/// Shrinks a case with a violation: fewer faults, fewer instances, simpler times, as long as the same invariant still fails.
///
/// Each step is tried by a run, and kept if the violation stays (Zeller, Hildebrandt: "Simplifying and Isolating
/// Failure-Inducing Input", 2002). The cost is limited by a number of runs and of events, so that shrinking ends, at the same
/// result on every machine.
struct Shrinker {
    private var rehearsal: Rehearsal
    private let invariant: String
    private let guardian: RunGuardian
    private(set) var best: Attempt
    private var runsLeft: Int
    private var eventsLeft: Int

    /// A case, its run and its violation.
    struct Attempt {
        var decided: RehearsalCase
        var run: RunRecord
        var violation: Violation
    }

    /// Runs the case.
    /// - Returns: nil if the case does not violate the invariant.
    init?(
        _ rehearsal: Rehearsal, _ decided: RehearsalCase, invariant: String, guardian: RunGuardian,
        runsMax: Int = 400, eventsMax: Int = 4_000_000
    ) throws {
        self.rehearsal = rehearsal
        self.invariant = invariant
        self.guardian = guardian
        runsLeft = runsMax
        eventsLeft = eventsMax
        guard let attempt = try Self.attempt(rehearsal, decided, invariant, guardian) else { return nil }
        best = attempt
        // A percentage of a smaller fleet is another limit, so the limit is fixed as a number.
        if case .percent = rehearsal.maxDown {
            self.rehearsal.maxDown = attempt.run.downLimit.map { .count($0) }
        }
    }

    /// Shrinks as far as possible.
    mutating func shrink() throws {
        try pinOccurrences()
        try shrinkOccurrences()
        try shrinkFleet()
        try simplifySettings()
        try shrinkOccurrences()
        try shrinkFleet()
    }

    // MARK: Faults

    /// Allows only the occurrences that happened, from now on.
    private mutating func pinOccurrences() throws {
        var decided = best.decided
        decided.settings.faults.only = best.run.occurrences
        try take(decided)
    }

    private mutating func shrinkOccurrences() throws {
        guard best.decided.settings.faults.only != nil else { return }
        try shrink(best.decided.settings.faults.only ?? []) { decided, kept in
            decided.settings.faults.only = kept
        }
    }

    // MARK: Instances

    private mutating func shrinkFleet() throws {
        let ids = best.decided.fleet.instances.map(\.id)
        let matter = Set(best.violation.instances)
        // The instances of the violation come last, since they are the likeliest to be needed.
        let ordered = ids.filter { !matter.contains($0) } + ids.filter { matter.contains($0) }
        let rehearsal = rehearsal
        try shrink(ordered) { decided, kept in
            decided.fleet = (try? rehearsal.fleet.keeping(Set(kept))) ?? decided.fleet
        }
    }

    /// Removes parts of a list, from large to small, as long as the violation stays.
    private mutating func shrink(
        _ list: [String], apply: (inout RehearsalCase, [String]) -> Void
    ) throws {
        var kept = list
        var size = max(1, kept.count)
        while size >= 1, !kept.isEmpty {
            var position = 0
            while position < kept.count {
                let rest = Array(kept[..<position] + kept[min(kept.count, position + size)...])
                var decided = best.decided
                apply(&decided, rest)
                if try take(decided) { kept = rest } else { position += size }
                if isExhausted { return }
            }
            size = size == 1 ? 0 : (size + 1) / 2
        }
    }

    // MARK: Settings of the cloud

    private mutating func simplifySettings() throws {
        let usual = CloudSettings()
        for setting in CloudSettings.all where setting.name != "only" {
            var decided = best.decided
            guard setting.get(decided.settings) != setting.get(usual),
                setting.set(&decided.settings, setting.get(usual))
            else {
                continue
            }
            try take(decided)
        }
        let exact: [(WritableKeyPath<CloudBehaviour, Spread>, [Int64])] = [
            (\.lag, [100, 500, 1000, 2000]), (\.warmUp, [0, 1000, 5000]), (\.bootTime, [2000, 5000, 20_000]),
        ]
        for (path, milliseconds) in exact {
            for length in milliseconds {
                var decided = best.decided
                decided.settings.behaviour[keyPath: path] = .exactly(.milliseconds(length))
                if try take(decided) { break }
            }
        }
    }

    // MARK: Trying

    private var isExhausted: Bool { runsLeft <= 0 || eventsLeft <= 0 }

    /// Keeps a case if it still violates the invariant.
    @discardableResult
    private mutating func take(_ decided: RehearsalCase) throws -> Bool {
        guard !isExhausted, !decided.fleet.instances.isEmpty else { return false }
        runsLeft -= 1
        guard let attempt = try Self.attempt(rehearsal, decided, invariant, guardian), isTheSameStory(attempt)
        else {
            eventsLeft -= best.run.events.count
            return false
        }
        eventsLeft -= attempt.run.events.count
        best = attempt
        return true
    }

    /// Whether the violation still has the same cause: the script has no new error, and the violation is not newly there from
    /// the start.
    private func isTheSameStory(_ attempt: Attempt) -> Bool {
        let scriptError = ExitCode.scriptError
        guard attempt.run.exitCode != scriptError || best.run.exitCode == scriptError else { return false }
        return attempt.violation.at > .start || best.violation.at == .start
    }

    private static func attempt(
        _ rehearsal: Rehearsal, _ decided: RehearsalCase, _ invariant: String, _ guardian: RunGuardian
    ) throws -> Attempt? {
        let run = try RehearsedRun(rehearsal, decided).perform(guardedBy: guardian)
        let violations = Invariants.violations(in: run)
        guard let violation = violations.first(where: { $0.invariant == invariant }) else { return nil }
        return Attempt(decided: decided, run: run, violation: violation)
    }
}

extension RunRecord {
    /// The occurrences of faults that happened.
    var struck: [Occurrence] {
        events.compactMap { event in
            if case .struck(let occurrence) = event.kind { occurrence } else { nil }
        }
    }

    /// The occurrences as a fault file names them.
    var occurrences: [String] { struck.map { $0.text(in: fleet) } }
}
