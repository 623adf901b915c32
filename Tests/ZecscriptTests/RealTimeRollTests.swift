import Foundation
import Testing

/// The library on real clocks, which advance between two reads.
@Suite struct RealTimeRollTests {
    private static let rolling = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "scripts/rolling.lua").path

    @Test(arguments: ["batch", "rolling"])
    func aRollComesToItsEnd(mode: String) throws {
        let cloud = try ServedCloud([
            "--fleet", "4", "--access-key", "me:secret", "--set", "lag=0.1", "--set", "bootTime=0.3", "--set",
            "warmUp=0",
        ])
        let run = try ProgramRun(
            [
                "--endpoint", cloud.address, "--time-limit", "2m", Self.rolling, "--all", "--batch-size", "2",
                "--mode",
                mode, "--pause", "0", "--min-healthy-time", "0", "--poll-leave", "50ms", "--poll-up", "50ms",
                "--canary", "--canary-bake-time", "0",
            ], variables: ["ZENLAYER_ACCESS_KEY_ID": "me", "ZENLAYER_ACCESS_KEY_SECRET": "secret"])
        #expect(run.code == 0)
        #expect(run.output.contains("    4 done"))
    }
}
