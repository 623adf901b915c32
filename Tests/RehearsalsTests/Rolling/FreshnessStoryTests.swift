import Basics
import ScriptRuntime
import Testing

@testable import Rehearsals
@testable import Simulator

/// Between two batches, a roll waits only for what the operator asked for.
@Suite struct FreshnessStoryTests {
    /// Ten batches with 0.7 s lag, 2 s reboot and 1 s warm-up take 37 s.
    @Test func tenBatchesTakeHardlyLongerThanTheirReboots() throws {
        let run = try rehearsal(
            """
            local asks, began = {}, nil
            for _, id in ipairs(ids) do asks[id] = {} end
            local function check(id, row)
                table.insert(asks[id], clock())
                return http.get("http://" .. row.privateIpAddresses[1] .. "/health").status == 200
            end
            local report = require("rolling").reboot {
                name = "fresh", instances = ids, batch_size = 20, max_unavailable = 20, min_healthy_time = 0, bake_time = 0,
                verify = "status", poll = { leave = "50ms", up = "50ms", max = "50ms" },
                health_check = { consecutive = 1, interval = "50ms", fn = check },
                notify = function(event) if event.event == "start" then began = clock() end end,
            }
            local most = 0
            for _, instance in ipairs(report.instances) do
                local at, count = {}, 0
                for _, phase in ipairs(instance.phases) do at[phase.step] = phase.at end
                for _, asked in ipairs(asks[instance.id]) do
                    local after = asked - began
                    if after < at.intent or after > at.done + 0.001 then count = count + 1 end
                end
                most = math.max(most, count)
            end
            print(("most %d in %.2f s"):format(most, report.seconds))
            exit(report.exit_code)
            """, fleet: 200
        ) {
            $0.behaviour.lag = .exactly(.milliseconds(700))
            $0.behaviour.bootTime = .exactly(.seconds(2))
            $0.behaviour.warmUp = .exactly(.seconds(1))
            $0.behaviour.latency = .milliseconds(10) ... .milliseconds(10)
        }.record()
        #expect(run.exitCode == 0)
        let told = try #require(
            String(decoding: run.output, as: UTF8.self).firstMatch(of: #/most (\d+) in ([0-9.]+) s/#))
        #expect(Int(told.1).map { $0 <= 4 } == true, "asked \(told.1) times beside its own reboot")
        #expect(Double(told.2).map { $0 <= 37 * 1.02 } == true, "it took \(told.2) s")
    }

    /// One status answer is slow after the first instance is done; that instance may have become unhealthy
    /// meanwhile.
    @Test func aDrainGoesByHealthThatIsNoOlderThanALookMayBe() throws {
        let run = try rehearsal(
            """
            local asked, oldest, is_slow, status = {}, 0, false, zec.status
            zec.status = function(list)
                if is_slow and #list > 1 then
                    is_slow = false
                    sleep(15)
                end
                return status(list)
            end
            local function check(id) asked[id] = clock() return true end
            local function drain()
                for _, at in pairs(asked) do oldest = math.max(oldest, clock() - at) end
            end
            require("rolling").reboot {
                name = "fresh", instances = ids, max_unavailable = 1, min_healthy_time = 0, bake_time = 0,
                health_check = { consecutive = 1, fn = check }, drain = drain,
                undrain = function() is_slow = true end,
            }
            print(("oldest %.1f s"):format(oldest))
            """
        ).record()
        let told = try #require(
            String(decoding: run.output, as: UTF8.self).firstMatch(of: #/oldest ([0-9.]+) s/#))
        #expect(run.reboots == [1, 1, 1, 1])
        #expect(Double(told.1).map { $0 <= 10 } == true, "health was \(told.1) s old")
    }

    /// Seed 7003: the last look was cut off while another one was under way, and both found the same instance in the recycle bin.
    @Test func twoLooksThatOverlapFindOnceThatAnInstanceHasLeft() throws {
        let run = try drawnRolls(fleet: 100).record(7002)
        #expect(Invariants.violations(in: run).map(\.message) == [])
    }
}
