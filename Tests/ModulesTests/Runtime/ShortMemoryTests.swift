import Lua
import Modules
import Rolling
import Simulator
import TestSupport
import Testing

@testable import ScriptRuntime

/// A sweep of failing allocations over functions of the runtime: spawn, cancel, time-outs, channels, close handlers.
@Suite struct ShortMemoryTests {
    private static let scenario = """
        local channel = task.channel(1)
        local worker = task.spawn("worker", function()
          local c <close> = setmetatable({}, {__close = function() sleep(0.1) end})
          for v in channel:each() do sleep(1) end
        end)
        channel:send({1})
        task.spawn(function() sleep(2) channel:close() end)
        local sleeper = task.spawn(function() sleep(100) end)
        sleep(1)
        sleeper:cancel("enough")
        pcall(sleeper.wait, sleeper)
        local list = task.map({1, 2, 3}, function(v) sleep(v) return v * 2 end)
        local nothing, err = try(task.timeout, 1, sleep, 50)
        worker:wait()
        return #list, err.kind
        """

    private func run(failing allocation: UInt64) throws -> (outcome: RunOutcome, reached: Bool) {
        let cloud = SimulatedCloud(fleet: try Fleet(count: 1), settings: CloudSettings(), seed: 1)
        let host = SimulatedHost(cloud: cloud, seed: 1, surroundings: MemorySurroundings())
        let runtime = try RunComposition.complete().makeRuntime(on: host)
        defer { runtime.close() }
        let before = runtime.lua.allocationCount
        runtime.lua.failAllocation(allocation)
        let outcome = runtime.run(chunkName: "@test.lua", source: Array(Self.scenario.utf8))
        #expect(runtime.tasks.liveCount == 0, "a task was left behind at allocation \(allocation)")
        return (outcome, runtime.lua.allocationCount - before >= allocation)
    }

    @Test func whateverAllocationFailsEveryTaskEnds() throws {
        var failed = 0
        for allocation: UInt64 in 1...5000 {
            let (outcome, reached) = try run(failing: allocation)
            if outcome.exitCode != 0 { failed += 1 }
            if !reached { break }
        }
        #expect(failed > 50)
        #expect(try run(failing: 0).outcome.results == [3, "timeout"])
    }
}
