import Basics
import Journal
import ScriptRuntime
import Testing

@testable import Rehearsals
@testable import Simulator

/// One simulated world in which several processes work on the same roll, one after the other.
struct SeveralLives {
    let world: RehearsedWorld
    private let first: Rehearsal
    private let guardian: RunGuardian

    /// `specification` is that of the roll; `before` is Lua that precedes it.
    init(
        _ specification: String, before: String = "", fleet: Int = 4,
        weather: (inout CloudSettings) -> Void = { _ in }
    ) throws {
        first = try Self.script(specification, before: before, fleet: fleet, weather: weather)
        world = RehearsedWorld(first, first.run(0))
        guardian = first.makeGuardian()
    }

    private static func script(
        _ specification: String, before: String, fleet: Int,
        weather: (inout CloudSettings) -> Void = { _ in }
    ) throws -> Rehearsal {
        try rehearsal(
            """
            \(before)
            local report = require("rolling").reboot {
                name = "night", order = "as_given", bake_time = 0, \(specification)
            }
            exit(report.exit_code)
            """, fleet: fleet, weather: weather)
    }

    /// A process that runs the script until it ends, or until it is killed at a moment.
    ///
    /// After a kill, of each journal the first `count` events remain that were not durable yet. `specification` and `before`
    /// replace those of the first process.
    @discardableResult
    func live(
        until moment: Moment? = nil, keeping count: Int = 0, _ specification: String? = nil,
        before: String = "", wish: CampaignWish = CampaignWish()
    ) throws -> RunOutcome? {
        var other = try specification.map {
            try Self.script($0, before: before, fleet: first.fleet.count)
        }
        if wish != CampaignWish() {
            other = other ?? first
            other?.campaignWish = wish
        }
        if let other { world.surroundings.inputs = other.inputs }
        let process = try Incarnation(in: world, running: other)
        let outcome = process.perform(guardedBy: guardian, until: moment ?? now + .seconds(7 * 86_400))
        if outcome == nil { world.host.archive.kill(keeping: count) }
        return outcome
    }

    /// Lets time pass while no process runs.
    func pass(_ duration: Duration) throws {
        let idle = try rehearsal("sleep(\(duration.inSeconds))", fleet: first.fleet.count)
        _ = try Incarnation(in: world, running: idle).perform(guardedBy: guardian, until: now + duration)
    }

    var now: Moment { world.host.now }

    /// How often each instance was rebooted, in the order of the fleet.
    var reboots: [Int] { world.record(nil).reboots.map { Int($0) } }

    var output: String { String(decoding: world.surroundings.output, as: UTF8.self) }

    /// Counts the lines of the output that begin with a text.
    func lines(_ beginning: String) -> Int {
        output.split(separator: "\n").count { $0.hasPrefix(beginning) }
    }
}

extension SeveralLives {
    /// The moment at which a roll without a kill first prints a text.
    static func moment(of text: String, _ specification: String, before: String = "") throws -> Moment {
        let whole = try SeveralLives(specification, before: before)
        try whole.live()
        let event = whole.world.record(nil).events.first { event in
            if case .said(let said, _) = event.kind { said.contains(text) } else { false }
        }
        return try #require(event).at
    }

    /// The moment at which the cloud accepts the first reboot in a roll without a kill.
    static func momentOfTheFirstReboot(_ specification: String) throws -> Moment {
        let whole = try SeveralLives(specification)
        try whole.live()
        return try #require(whole.world.record(nil).rebootMoments.first)
    }
}
