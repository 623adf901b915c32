import Basics
import Testing
import ZenlayerCloud

@testable import Rehearsals
@testable import Simulator

/// A mistake of the field that `rolling` or the client prevents: what prevents it, how to switch that off, and what happens then.
struct Prevention: Sendable, CustomTestStringConvertible {
    /// One place in a part of the library, and what stands there without the prevention.
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
    /// Takes out a rule of the client, where that is what prevents it.
    var withoutRule: @Sendable (inout ClientRules) -> Void = { _ in }
    /// The specification, as Lua; `ids` are all instances.
    var specification = ""
    /// What is run; a roll of the specification unless set.
    var script: String?
    var fleet = 4
    var weather: @Sendable (inout CloudSettings) -> Void = { _ in }
    /// How it shows that it went wrong; nil where a run is all right.
    var harm: @Sendable (RunRecord) -> String?

    var testDescription: String { mistake }

    /// What went wrong in the first run in which anything did; nil where all were right.
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
        }
        for index in 0..<runs {
            if let harm = harm(try rehearsal.record(index)) { return harm }
        }
        return nil
    }
}

extension Prevention.Edit {
    struct NotFound: Error { var text: String }

    func apply(to parts: inout [String: [UInt8]]) throws {
        let source = String(decoding: parts[part] ?? [], as: UTF8.self)
        guard source.contains(from) else { throw NotFound(text: "\(part).lua: \(from)") }
        parts[part] = Array(source.replacing(from, with: to).utf8)
    }
}

/// A run that violates this invariant went wrong.
func violates(_ invariant: String) -> @Sendable (RunRecord) -> String? {
    { run in Invariants.violations(in: run).first { $0.invariant == invariant }?.message }
}

/// A run goes wrong in which this is so.
func shows(_ what: String, _ isSo: @escaping @Sendable (RunRecord) -> Bool)
    -> @Sendable (RunRecord) -> String?
{
    { run in isSo(run) ? what : nil }
}

extension RunRecord {
    /// When reboots were accepted, in order.
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
