import ScriptRuntime
import Testing

@testable import Rehearsals
@testable import Simulator

/// A rehearsal of a script on a fleet with exact durations, unless `change` sets others.
func rehearsal(
    _ source: String, fleet count: Int = 4, maxDown: DownLimit? = nil,
    weather change: (inout CloudSettings) -> Void = { _ in }
) throws -> Rehearsal {
    var settings = CloudSettings()
    settings.behaviour.lag = .exactly(.seconds(1))
    settings.behaviour.bootTime = .exactly(.seconds(20))
    settings.behaviour.warmUp = .exactly(.seconds(4))
    settings.behaviour.latency = .milliseconds(50) ... .milliseconds(50)
    change(&settings)
    let source = Array((Runbook.prelude + source).utf8)
    let inputs = RehearsalInputs { path in
        path == "test.lua" ? .success(source) : .failure(HostFileError(path: path, reason: "no such file"))
    }
    var rehearsal = Rehearsal(
        scriptPath: "test.lua", source: source,
        fleet: try Fleet(count: count),
        weather: Weather(settings), inputs: inputs)
    rehearsal.maxDown = maxDown
    return rehearsal
}

extension Rehearsal {
    /// Performs one run.
    func record(_ index: Int = 0) throws -> RunRecord {
        try RehearsedRun(self, run(index)).perform(guardedBy: makeGuardian())
    }

    /// The names of the invariants that one run violates.
    func violated(_ index: Int = 0) throws -> [String] {
        Invariants.violations(in: try record(index)).map(\.invariant)
    }
}

/// The beginning of the runbooks in tests.
enum Runbook {
    /// On one line, so that the line numbers of the script begin at 2.
    static let prelude = """
        local ids = {} for i, row in ipairs(zec.instances {}) do ids[i] = row.instanceId end \
        local function reboot(list) \
        local answer = zec.reboot(list) zec.wait(list, "RUNNING", { left = true, timeout = "10m" }) sleep(5) return answer end

        """
}
