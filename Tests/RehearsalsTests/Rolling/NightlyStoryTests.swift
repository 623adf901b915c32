import Basics
import Rolling
import ScriptRuntime
import TestSupport
import Testing

@testable import Rehearsals
@testable import Simulator

/// A roll with a window every night: it resumes the next night.
@Suite struct NightlyStoryTests {
    /// The window has room for one instance, and one of the four was booted two days ago.
    private let specification = """
        filter = {}, bake_time = "8m", skip_if_booted_since = "6d",
        window = { start = "09:00", duration = "15m", tz = "UTC" }
        """

    private func nights(_ count: Int) throws -> (lives: SeveralLives, exitCodes: [Int32?]) {
        let lives = try SeveralLives(specification)
        var exitCodes: [Int32?] = []
        for night in 0..<count {
            try lives.pass((.start + .seconds(86_400 * night)).since(lives.now))
            exitCodes.append(try lives.live()?.exitCode)
        }
        return (lives, exitCodes)
    }

    @Test func eachNightGoesOnWhereTheLastOneStopped() throws {
        let (lives, exitCodes) = try nights(3)
        #expect(exitCodes == [ExitCode.incomplete, ExitCode.incomplete, ExitCode.success])
        #expect(lives.reboots == [0, 1, 1, 1])
        #expect(lives.output.contains("resumed by process 3: 2 of 4 instances are done"))
    }

    @Test func whatWasSkippedHasItsTurnOnceItIsOldEnough() throws {
        let (lives, _) = try nights(6)
        #expect(lives.reboots == [1, 1, 1, 1])
    }
}
