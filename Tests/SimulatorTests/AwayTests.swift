import Basics
import ScriptRuntime
import Testing
import ZenlayerCloud

@testable import Simulator

/// Clouds that can't be reached or let nobody in any more, and hosts that do not run.
@Suite struct AwayTests {
    private func make(_ change: (inout CloudSettings) -> Void) throws -> SimulatedHost {
        SimulatedHost(
            cloud: try SimulatorTests.make(change), seed: 1, surroundings: MemorySurroundings())
    }

    private func send(_ host: SimulatedHost, token: Bool = true) -> Result<TransportResponse, TransportError>?
    {
        var request = TransportRequest(
            url: "https://console.zenlayer.com/api/v2/zec",
            headers: [
                ("Content-Type", "application/json"), ("X-ZC-Action", "DescribeZones"),
                ("X-ZC-Version", "2025-09-01"),
                ("Authorization", token ? "Bearer t" : "ZC2-HMAC-SHA256 Credential=k"),
                ("X-ZC-Timestamp", "\(host.wallClockNanoseconds / 1_000_000_000)"),
            ], body: Array("{}".utf8))
        request.timeout = .seconds(30)
        var result: Result<TransportResponse, TransportError>?
        host.transport.send(request) { result = $0 }
        while result == nil, host.hasOutstandingWork { host.wait(until: nil) }
        return result
    }

    @Test func anOutageRefusesBreaksOrSwallowsAndPasses() throws {
        for kind in Outage.Kind.allCases {
            let host = try make { settings in
                settings.faults.outage = Outage(kind, length: .seconds(600), at: .after(.seconds(10)))
            }
            #expect(try send(host)?.get().status == 200)
            host.wait(until: .seconds(10))
            var failures: [TransportError] = []
            for _ in 0..<8 {
                if case .failure(let error)? = send(host) { failures.append(error) }
            }
            #expect(failures.count == 8)
            switch kind {
            case .refused:
                #expect(failures.allSatisfy { $0 == .notSent("connection refused by console.zenlayer.com") })
            case .reset: #expect(failures.allSatisfy { $0 == .interrupted("the connection was reset") })
            case .silence:
                #expect(failures.contains(.timedOut(after: .seconds(30))))
                #expect(failures.contains { if case .notSent = $0 { true } else { false } })
            }
            host.wait(until: .seconds(611))
            #expect(try send(host)?.get().status == 200)
        }
    }

    @Test(arguments: [
        (true, "AUTHFAILURE_INVALID_AUTHORIZATION"), (false, "AUTHFAILURE_SIGNATURE_FAILURE"),
    ])
    func aCredentialEndsInTheMiddle(token: Bool, code: String) throws {
        let host = try make { $0.faults.credentialRevoked = .after(.seconds(60)) }
        #expect(try send(host, token: token)?.get().status == 200)
        host.wait(until: .seconds(60))
        let response = try #require(try send(host, token: token)?.get())
        #expect(response.status == 401)
        #expect(try JSONValue(parsing: response.body)["code"]?.stringValue == code)
    }

    @Test func aRetryAfterCanBeADate() throws {
        var cloud = try SimulatorTests.make { settings in
            settings.faults.rateLimit = 1
            settings.faults.retryAfterIsDate = true
        }
        _ = cloud.ask("DescribeZones")
        #expect(cloud.ask("DescribeZones").headers.contains("retry-after: Mon, 05 Jan 2026 09:00:01 GMT"))
    }

    @Test func aSuspendedHostGetsEverythingLateAndAtOnce() throws {
        let host = try make { settings in
            settings.faults.hostSuspended = Suspension(length: .seconds(600), at: .after(.seconds(10)))
        }
        host.wait(until: .seconds(5))
        #expect(host.now == .seconds(5))
        host.wait(until: .seconds(20))
        #expect(host.now == .seconds(610), "the deadline passed while nothing ran")
        #expect(host.wallClockNanoseconds == SimulatedCloud.startNanosecondsDefault + 610_000_000_000)
    }

    @Test func theMonotonicClockOfASuspendedComputerStandsStill() throws {
        let host = try make { settings in
            settings.faults.hostSuspended = Suspension(
                length: .seconds(600), stopsClock: true, at: .after(.seconds(10)))
        }
        while host.now < .seconds(20) { host.wait(until: .seconds(20)) }
        #expect(host.now == .seconds(20))
        #expect(host.wallClockNanoseconds == SimulatedCloud.startNanosecondsDefault + 620_000_000_000)
        #expect(try send(host)?.get().status == 200)
    }
}
