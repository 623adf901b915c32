import Basics
import Lua
import Testing
import ZenlayerCloud

@testable import Rehearsals
@testable import Simulator

/// A real-world mistake that `rolling` or the client prevents: the code that prevents it, how to disable that code, and the
/// harm that follows.
struct Prevention: Sendable, CustomTestStringConvertible {
    /// One place in a part of the library, and its text without the prevention.
    struct Edit: Sendable {
        var part: String
        var from: String
        var to: String

        init(_ part: String, _ from: String, _ to: String) {
            self.part = part
            self.from = from
            self.to = to
        }
    }

    var mistake: String
    var withoutIt: [Edit] = []
    /// Turns off a rule of the client, if a rule prevents the mistake.
    var withoutRule: @Sendable (inout ClientRules) -> Void = { _ in }
    /// The number of commits that a kill loses, if their durability prevents the mistake.
    var lostWithoutIt = 0
    /// The specification, as Lua; `ids` are all instances.
    var specification = ""
    /// The script; nil: a roll of the specification.
    var script: String?
    var fleet = 4
    var weather: @Sendable (inout CloudSettings) -> Void = { _ in }
    /// The harm that a run shows; nil if there is none.
    var harm: @Sendable (RunRecord) -> String?

    var testDescription: String { mistake }

    /// Returns the harm in the first run that shows harm; returns nil if no run does.
    func harm(isPrevented: Bool, runs: Int) throws -> String? {
        let roll = """
            local function hook() end
            local service = rehearse.service { name = "lb", ids = ids, drain = hook, undrain = hook }
            exit(require("rolling").reboot({ name = "prevention", \(specification) }).exit_code)
            """
        var rehearsal = try rehearsal(script ?? roll, fleet: fleet, weather: weather)
        if !isPrevented {
            for edit in withoutIt { try edit.apply(to: &rehearsal.libraryParts) }
            withoutRule(&rehearsal.clientRules)
            rehearsal.commitsLost = lostWithoutIt
        }
        for index in 0..<runs {
            if let harm = harm(try rehearsal.record(index)) { return harm }
        }
        return nil
    }
}

extension Prevention.Edit {
    struct NotFound: Error { var text: String }

    func apply(to parts: inout [String: OwnChunk]) throws {
        guard let chunk = parts[part], case let text = String(decoding: chunk.text, as: UTF8.self),
            text.contains(from)
        else { throw NotFound(text: "\(part).lua: \(from)") }
        parts[part] = OwnChunk(chunk, text: Array(text.replacing(from, with: to).utf8))
    }
}

/// Harm is a violation of this invariant.
func violates(_ invariant: String) -> @Sendable (RunRecord) -> String? {
    { run in Invariants.violations(in: run).first { $0.invariant == invariant }?.message }
}

/// Harm is a run in which this condition is true.
func shows(_ what: String, _ isSo: @escaping @Sendable (RunRecord) -> Bool)
    -> @Sendable (RunRecord) -> String?
{
    { run in isSo(run) ? what : nil }
}

extension RunRecord {
    /// The moments at which reboots were accepted, in order.
    var rebootMoments: [Moment] {
        events.compactMap { event in
            if case .rebootAccepted = event.kind { return event.at }
            return nil
        }
    }
}

extension Affected {
    static let all = Affected(share: 1)
}
