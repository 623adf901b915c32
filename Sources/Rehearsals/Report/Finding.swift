package import Basics
package import Simulator

/// The first violation of a rehearsal, in the smallest case that shows it.
package struct Finding: Sendable {
    package var violation: Violation
    /// That of the whole case.
    package var original: Violation
    package var seed: UInt64
    /// What decides the case beside seed and script.
    package var settings: CloudSettings
    /// The instances that are left of the fleet.
    package var instances: [String]
    /// Of so many.
    package var instancesBefore: Int
    /// The occurrences of faults that are left.
    package var faults: [String]
    package var faultsBefore: Int
    /// The moments that matter.
    package var timeline: [StoryLine]
    let run: RunRecord

    /// How many may be down in it, where somebody said so.
    package var downLimit: Int? { run.downLimit }

    /// Finds the smallest case that violates what a run violated first.
    ///
    /// It runs the script again, on the calling thread. A case in which Lua code went on without end is left as it is, for each attempt to make
    /// it smaller would take as long again.
    /// - Returns: nil where the run, done again, shows nothing, which is a mistake in the program.
    package static func find(
        _ result: RunResult, in rehearsal: Rehearsal, guardedBy guardian: RunGuardian
    ) throws -> Finding? {
        guard let first = result.violations.first else { return nil }
        let whole = rehearsal.run(result.index)
        guard
            var shrinker = try Shrinker(
                rehearsal, whole, invariant: first.invariant, guardian: guardian)
        else { return nil }
        let before = shrinker.best.run.occurrences.count
        // What is shown again is shown as it was found.
        let isReplay = whole.settings.faults.only != nil
        let isRunaway = shrinker.best.run.message?.contains("\(RunGuardian.complaint)") ?? false
        if !isRunaway, !isReplay { try shrinker.shrink() }
        let best = shrinker.best
        return Finding(
            violation: best.violation, original: first, seed: result.seed, settings: best.decided.settings,
            instances: best.decided.fleet.instances.map(\.id), instancesBefore: rehearsal.fleet.count,
            faults: best.run.struck.map { $0.words(in: best.run.fleet) }, faultsBefore: before,
            timeline: RunStory.entries(
                of: best.run.events, in: best.run.fleet, around: best.violation), run: best.run)
    }

    /// For machines; `command` shows it again, word by word.
    package func json(command: [String]) -> JSONValue {
        [
            "invariant": .string(original.invariant), "seed": .string(String(seed)),
            "message": .string(original.message), "seconds": .number(original.at.seconds),
            "smallest": [
                "message": .string(violation.message), "seconds": .number(violation.at.seconds),
                "instances": .array(instances.map { .string($0) }),
                "faults": .array(faults.map { .string($0) }),
                "timeline": .array(
                    timeline.map {
                        [
                            "seconds": .number($0.at.seconds), "side": .string($0.side.rawValue),
                            "text": .string($0.text),
                        ]
                    }),
            ],
            "command": .array(command.map { .string($0) }),
        ]
    }

    /// The options that make `zecscript rehearse` show it again, before the script and its arguments.
    ///
    /// `isKept` is whether the fleet was but a part of what it is called.
    package func options(fleet: String, isKept: Bool, others: [String]) -> [String] {
        var options = ["--runs", "1", "--seed", "\(seed)", "--fleet", fleet]
        if isKept || instances.count < instancesBefore {
            options += ["--keep", instances.joined(separator: ",")]
        }
        options += ["--faults", String(decoding: settings.changes.serialized(), as: UTF8.self)]
        return options + others
    }
}
