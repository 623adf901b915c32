package import Basics

/// Something that may not happen in any run.
protocol Invariant: Sendable {
    /// A claim: `no instance is rebooted twice`.
    static var name: String { get }

    /// What is wrong with a run; nil where the claim holds.
    static func violation(in run: RunRecord) -> Violation?

    /// The same, of a claim that is several.
    static func violations(in run: RunRecord) -> [Violation]
}

/// That an invariant does not hold.
package struct Violation: Sendable, Equatable {
    /// The invariant's name.
    package var invariant: String
    /// When it was seen to be so.
    package var at: Moment
    /// A sentence without its full stop: what happened, to whom.
    package var message: String
    /// The ids of the instances that it is about.
    package var instances: [String] = []
}

extension Invariant {
    static func violations(in run: RunRecord) -> [Violation] { violation(in: run).map { [$0] } ?? [] }

    /// Makes a violation of this invariant.
    static func violated(
        _ run: RunRecord, at moment: Moment, _ message: String, _ places: [Int] = []
    ) -> Violation {
        Violation(invariant: name, at: moment, message: message, instances: places.map(run.id))
    }
}

/// Every invariant that a run is held to.
enum Invariants {
    static let all: [any Invariant.Type] = [
        DownLimitInvariant.self, OneRebootInvariant.self, SelectionInvariant.self, StateInvariant.self,
        SuccessInvariant.self, FailureInvariant.self, DrainInvariant.self, WindowInvariant.self,
        EndInvariant.self, SecretInvariant.self, RequestInvariant.self, OwnConditionInvariant.self,
    ]

    /// Everything that is wrong with a run, in the order of ``all``.
    static func violations(in run: RunRecord) -> [Violation] {
        all.flatMap { $0.violations(in: run) }
    }
}
