import Basics
import LiveHost
import Lua
import Modules
import Rolling
import ScriptRuntime
import Simulator
import TestSupport
import Testing

@Suite struct ProgressModuleTests {
    @Test func whereNothingCanMoveTheSameLineIsLoggedOnce() throws {
        let run = try run(
            """
            local p = progress{what = "rebooting", total = 2}
            sleep(40)
            p:update{done = 2}
            p:finish()
            """)
        let lines = run.errorOutput.split(separator: "\n").map {
            $0.split(separator: " ").dropFirst(2).joined(separator: " ")
        }
        #expect(lines == ["rebooting 0/2 done, 2 left, 0ms", "rebooting 2/2 done, 40s"])
    }

    /// The lines of a roll on a terminal, each as it was drawn.
    private func drawn(_ options: String) throws -> [String] {
        let run = try run(
            """
            local ids = {} for i, row in ipairs(zec.instances{}) do ids[i] = row.instanceId end
            require("rolling").reboot { name = "night", instances = ids, \(options) }
            """, fleet: 3, terminalWidth: 120)
        let text = run.errorOutput.replacing("\r\u{1B}[K", with: "\n")
        return text.split(separator: "\n").map(String.init).filter { $0.hasPrefix("night  ") }
    }

    @Test func theLineOfARollTicksEverySecondAndNamesThePhase() throws {
        let lines = try drawn("canary = { bake_time = '5m' }")
        let bakes = lines.filter { $0.contains(": baking the canary, ") }
        #expect(bakes.count >= 299)
        #expect(bakes.contains { $0.hasSuffix("to go: baking the canary, 2m of 5m") })
        #expect(lines.contains { $0.hasSuffix("rebooting batch 2/3: 1 rebooting") })
        #expect(try #require(lines.last).hasPrefix("night  3/3 done, "))
        #expect(lines.last?.contains("to go") == false)
    }
}
