import ScriptRuntime
import Testing

@testable import Rehearsals
@testable import Simulator

/// Health checks: which URLs they ask, and how long an answer may take.
@Suite struct HealthStoryTests {
    private func roll(
        _ specification: String, weather: (inout CloudSettings) -> Void = { _ in }
    ) throws -> RunRecord {
        try rehearsal(
            """
            local report, err = try(require("rolling").reboot, { name = "story", \(specification) })
            if err then fail(err.message, { exit_code = err.exit_code or 7 }) end
            exit(report.exit_code)
            """, fleet: 6, weather: weather
        ).record()
    }

    private func output(_ run: RunRecord) -> String { String(decoding: run.output, as: UTF8.self) }

    // MARK: URLs

    @Test(
        arguments: [
            "http://%s:x/", "http://%s:/", "http://%s:0/", "http://%s/a b", "http://%%s/", "http://%s:99999/",
            "http://[%s/", "http://%s]/", "http://[%s]x/", "http://{%s}/", "http://:80/%s",
        ])
    func aTemplateOfTheHealthCheckThatIsNoURLIsRefused(template: String) throws {
        let run = try roll("instances = ids, health_check = { http = '\(template)' }")
        #expect(run.rebootMoments.isEmpty)
        #expect(run.message?.contains("health_check.http: ") == true)
    }

    @Test(arguments: ["http://%s:8080/h", "http://[%s]:8080/h"])
    func anAddressOfIPv6StandsInBrackets(template: String) throws {
        let run = try rehearsal(
            """
            local rows, asked = zec.instances {}, {}
            for _, row in ipairs(rows) do row.publicIpAddresses = { "2001:db8::1" } end
            http.get = function(url) asked[url] = true return { status = 200 } end
            local report = require("rolling").reboot {
                name = "story", instances = rows, health_check = { http = "\(template)" },
            }
            for url in pairs(asked) do print(url) end
            exit(report.exit_code)
            """, fleet: 1
        ).record()
        #expect(run.exitCode == 0)
        #expect(output(run).contains("http://[2001:db8::1]:8080/h\n"))
    }

    // MARK: Slow answers

    @Test(arguments: [
        (2500, ""), (4900, ""), (9000, ", request_timeout = '10s'"), (20_000, ", request_timeout = '40s'"),
    ])
    func anEndpointThatTakesItsTimeIsWell(milliseconds: Int, option: String) throws {
        let run = try roll("instances = ids, health_check = { http = 'http://%s/health'\(option) }") {
            $0.behaviour.instanceLatency = .milliseconds(milliseconds)
        }
        #expect(run.exitCode == 0)
        #expect(run.truth.boots.count == 6)
    }

    @Test func anEndpointSlowerThanTheLimitKeepsEverythingFromBeginning() throws {
        let run = try roll(
            "instances = ids, blocker_deadline = '3m', health_check = { http = 'http://%s/health' }"
        ) {
            $0.behaviour.instanceLatency = .seconds(6)
        }
        #expect(run.exitCode == ExitCode.incomplete)
        #expect(run.rebootMoments.isEmpty)
        #expect(output(run).contains("no complete answer within 5s"))
    }

    /// Slow health checks make a look too old, so the roll discards the look.
    @Test func anInstanceThatIsFoundGoneByALookThatWasThrownAwayIsNotCalledDone() throws {
        let gone = try rehearsal(
            """
            local function check(id, row)
                if id == ids[12] then sleep(25) end
                return http.get("http://" .. row.privateIpAddresses[1] .. "/health").status == 200
            end
            exit(require("rolling").reboot {
                name = "gone", instances = ids, batch_size = 3, max_unavailable = 3, max_failures = 12,
                min_healthy_time = 0, bake_time = 0, health_check = { consecutive = 1, fn = check },
            }.exit_code)
            """, fleet: 12
        ) {
            $0.faults.movesToRecycle.share = 0.2
            $0.faults.fateWithin = .seconds(300)
        }
        for index in 0..<20 {
            let violations = Invariants.violations(in: try gone.record(index)).map(\.message)
            #expect(violations == [], "seed \(index + 1)")
        }
    }
}
