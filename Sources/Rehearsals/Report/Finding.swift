package import Basics
package import Simulator

/// The first violation of a rehearsal, with the smallest case that shows it.
package struct Finding: Sendable {
    package var violation: Violation
    /// The violation in the case before shrinking.
    package var original: Violation
    package var seed: UInt64
    /// The settings of the cloud in the smallest case.
    package var settings: CloudSettings
    /// The ids of the instances in the smallest case.
    package var instances: [String]
    /// The number of instances before shrinking.
    package var instancesBefore: Int
    /// The occurrences of faults in the smallest case.
    package var faults: [String]
    package var faultsBefore: Int
    /// The moments that matter to the violation, as lines.
    package var timeline: [StoryLine]
    let run: RunRecord

    /// The limit of instances down in the smallest case; nil if none is declared.
    package var downLimit: Int? { run.downLimit }

    /// Finds the smallest case that violates the first violated invariant of a run.
    ///
    /// Runs the script again, on the calling thread. A case with Lua code that does not end is not shrunk,
    /// because each attempt would take as long again.
    /// - Returns: nil if the repeated run violates nothing, which is a mistake in the program.
    package static func find(
        _ result: RunResult, in rehearsal: Rehearsal, guardedBy guardian: RunGuardian
    ) throws -> Finding? {
        try find(result, of: rehearsal.run(result.index), in: rehearsal, guardedBy: guardian)
    }

    /// Finds the smallest case of a violation, as above, from the case `whole` of the run.
    static func find(
        _ result: RunResult, of whole: RehearsalCase, in rehearsal: Rehearsal, guardedBy guardian: RunGuardian
    ) throws -> Finding? {
        guard let first = result.violations.first else { return nil }
        guard
            var shrinker = try Shrinker(
                rehearsal, whole, invariant: first.invariant, guardian: guardian)
        else { return nil }
        let before = shrinker.best.run.occurrences.count
        // A replayed case is shown as it was found.
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

    /// The finding as JSON; `command` replays it, word by word.
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

    /// The options with which `zecscript rehearse` replays the case, before the script and its arguments.
    ///
    /// `isKept` tells whether the fleet was only a part of the fleet that `fleet` names.
    package func options(fleet: String, isKept: Bool, others: [String]) -> [String] {
        var options = ["--runs", "1", "--seed", "\(seed)", "--fleet", fleet]
        if isKept || instances.count < instancesBefore {
            options += ["--keep", instances.joined(separator: ",")]
        }
        options += ["--faults", String(decoding: settings.changes.serialized(), as: UTF8.self)]
        return options + others
    }
}
