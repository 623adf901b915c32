package import Basics

/// A claim that must hold in every run.
protocol Invariant: Sendable {
    /// The claim: `no instance is rebooted twice`.
    static var name: String { get }

    /// How a run violates the claim; nil if the claim holds.
    static func violation(in run: RunRecord) -> Violation?

    /// All violations, for an invariant with several claims.
    static func violations(in run: RunRecord) -> [Violation]
}

/// The violation of an invariant.
package struct Violation: Sendable, Equatable {
    /// The invariant's name.
    package var invariant: String
    /// When the invariant was violated.
    package var at: Moment
    /// A sentence without its full stop: what happened, to which instance.
    package var message: String
    /// The ids of the instances of the violation.
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

/// Every invariant by which a run is judged.
enum Invariants {
    static let all: [any Invariant.Type] = [
        DownLimitInvariant.self, OneRebootInvariant.self, SelectionInvariant.self, StateInvariant.self,
        SuccessInvariant.self, FailureInvariant.self, DrainInvariant.self, WindowInvariant.self,
        EndInvariant.self, SecretInvariant.self, RequestInvariant.self, OwnConditionInvariant.self,
    ]

    /// All violations of a run, in the order of ``all``.
    static func violations(in run: RunRecord) -> [Violation] {
        all.flatMap { $0.violations(in: run) }
    }
}
