import Basics
import Foundation
import ScriptRuntime
import Simulator
import TestSupport
import Testing

/// Tests of `scripts/rolling.lua` against clouds with faults, compared with the true state of the simulated
/// cloud.
@Suite struct RollingScriptTests {
    /// Rolls 12 instances in batches of 4, and waits until each is healthy again.
    private func roll(
        _ arguments: String = "--all --batch-size 4 --pause 5s --health-url http://%s/health",
        seed: UInt64 = 1,
        _ change: (inout CloudSettings) -> Void = { _ in }, prepare: (SimulatedHost) -> Void = { _ in }
    ) throws -> ScriptRun {
        var settings = CloudSettings()
        change(&settings)
        let words = arguments.split(separator: " ").map { "'\($0)'" }.joined(separator: ", ")
        let script = try String(contentsOf: Self.script, encoding: .utf8)
        return try run(
            "arg = { [0] = 'rolling.lua', \(words) }\n" + script, seed: seed, fleet: 12, settings: settings,
            prepare: prepare)
    }

    private static let script = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "scripts/rolling.lua")

    /// The counts in the summary, by name.
    private func summary(_ run: ScriptRun) -> [String: Int] {
        var counts: [String: Int] = [:]
        for line in run.lines where line.first == " " {
            let words = line.split(separator: " ", maxSplits: 1)
            if words.count == 2, let count = Int(words[0]), words[1].allSatisfy({ $0.isLetter || $0 == " " })
            {
                counts[String(words[1])] = count
            }
        }
        return counts
    }

    private func expectNoHarm(_ run: ScriptRun, sourceLocation: SourceLocation = #_sourceLocation) {
        #expect(run.truth.mostDown <= 4, sourceLocation: sourceLocation)
        #expect(run.truth.doubleReboots.isEmpty, sourceLocation: sourceLocation)
        #expect(run.truth.boots.allSatisfy { $0.count == 1 }, sourceLocation: sourceLocation)
    }

    @Test(arguments: [0, 0.7, 5], [1, 2, 3] as [UInt64])
    func allAreDoneWhateverTheLag(seconds: Double, seed: UInt64) throws {
        let run = try roll(seed: seed) { $0.behaviour.lag = .exactly(.milliseconds(Int64(seconds * 1000))) }
        expectNoHarm(run)
        #expect(run.exitCode == 0)
        #expect(summary(run) == ["done": 12, "failed": 0, "uncertain": 0, "skipped": 0, "not started": 0])
        #expect(run.truth.boots.count == 12)
    }

    @Test func theFirstFailureIsTheLastBatch() throws {
        let run = try roll { $0.faults.alwaysFails = ["web-0002"] }
        expectNoHarm(run)
        #expect(run.exitCode == ExitCode.failed)
        #expect(run.output.contains("): The cloud would not reboot this instance"))
        #expect(summary(run)["failed"] == 1)
        #expect(summary(run)["done"] == run.truth.boots.count)
    }

    @Test func anInstanceThatDoesNotComeBackIsAFailure() throws {
        for fault: WritableKeyPath<Faults, Affected> in [
            \.stuckInReboot, \.comesBackStopped, \.comesBackUnhealthy,
        ] {
            let run = try roll { $0.faults[keyPath: fault] = ["web-0002"] }
            expectNoHarm(run)
            #expect(run.exitCode == ExitCode.failed)
            #expect(summary(run)["failed"] == 1)
        }
    }

    @Test func aRebootTooQuickToBeSeenIsProvenByTheBootID() throws {
        let run = try roll { $0.faults.rebootUnseen = ["web-0002"] }
        expectNoHarm(run)
        #expect(run.exitCode == 0)
    }

    @Test func withoutEvidenceItIsUncertainAlthoughAllLooksWell() throws {
        let run = try roll {
            $0.faults.rebootUnseen = ["web-0002"]
            $0.faults.zosMissing = true
        }
        expectNoHarm(run)
        #expect(run.exitCode == ExitCode.uncertain)
        #expect(run.output.contains("): the reboot was accepted, but no reboot was seen"))
    }

    @Test func aRequestWithoutAnAnswerIsJudgedByWhatWasSeen() throws {
        let accepted = try roll { $0.faults.firstRebootHang = .seconds(100) }
        expectNoHarm(accepted)
        #expect(accepted.exitCode == 0)
        let lost = try roll {
            $0.faults.firstRebootHang = .seconds(100)
            $0.faults.firstRebootLost = true
        }
        expectNoHarm(lost)
        #expect(lost.exitCode == ExitCode.uncertain)
        #expect(summary(lost)["uncertain"] == 4)
        #expect(lost.truth.boots.isEmpty)
    }

    @Test func aCloudThatThrottlesIsOnlySlower() throws {
        let run = try roll { $0.faults.rateLimit = 2 }
        expectNoHarm(run)
        #expect(run.exitCode == 0)
    }

    @Test func whoAsksToStopGetsTheBatchInFlightSettled() throws {
        let run = try roll(prepare: { $0.schedule(.stop(signal: 15, count: 1), after: .seconds(10)) })
        expectNoHarm(run)
        #expect(run.exitCode == 143)
        #expect(summary(run) == ["done": 4, "failed": 0, "uncertain": 0, "skipped": 0, "not started": 8])
        #expect(run.truth.boots.count == 4)
    }

    // MARK: The choice

    @Test(arguments: [
        ("", ExitCode.usage, "no instances chosen"), ("--all i-1", ExitCode.usage, "exclude each other"),
        ("--tag role", ExitCode.usage, "KEY=VALUE expected"),
        ("--all --batch-size 0", ExitCode.usage, "0 never means all"),
        ("--all --health-url http://lb/health", ExitCode.usage, "needs a %s"),
        ("--tag role=nobody", ExitCode.failed, "the selection is empty"),
        ("i-typo", ExitCode.failed, "the cloud knows no instance with the id i-typo"),
    ])
    func aChoiceThatIsNoneIsRefused(arguments: String, code: Int32, message: String) throws {
        let run = try roll(arguments)
        #expect(run.exitCode == code)
        #expect(run.message?.contains(message) == true)
        #expect(run.truth.reboots.isEmpty)
    }

    @Test func aDryRunTouchesNothing() throws {
        let run = try roll("--all --batch-size 5 --dry-run")
        #expect(run.exitCode == 0)
        #expect(run.lines.first == "plan 'all': 12 instances in 3 batches, at most 5 down at a time")
        #expect(run.lines.contains { $0 == "  batch 1            5 instances, at once:" })
        #expect(run.truth.requests.map(\.action) == ["DescribeInstances"])
    }

    @Test func thoseThatAreDownAlreadyTakeRoomAndAreLeftAlone() throws {
        let run = try run(
            """
            local all = zec.instances {}
            local chosen = { all[1].instanceId, all[2].instanceId }
            zec.stop(chosen)
            zec.wait(chosen, "STOPPED")
            arg = { [0] = "rolling.lua", "--all", "--batch-size", "4", "--health-url", "http://%s/health" }

            """ + String(contentsOf: Self.script, encoding: .utf8), fleet: 12)
        #expect(run.exitCode == 8, "finished, but not all were rebooted")
        #expect(summary(run) == ["done": 10, "failed": 0, "uncertain": 0, "skipped": 2, "not started": 0])
        #expect(run.truth.mostDown <= 4)
    }
}
