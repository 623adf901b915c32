import Basics
import LiveHost
import ScriptRuntime
import Testing
import ZenlayerCloud

import class Foundation.Thread

@testable import Simulator

/// A fault looks the same to a client in the process and to a client over HTTP.
@Suite(.timeLimit(.minutes(1))) struct BothDoorsTests {
    private typealias Outcome = Result<TransportResponse, TransportError>

    private func settings(_ change: (inout CloudSettings) -> Void) -> CloudSettings {
        var settings = CloudSettings()
        settings.behaviour.latency = .milliseconds(1) ... .milliseconds(1)
        change(&settings)
        return settings
    }

    /// Sends one request in virtual time.
    private func askInProcess(_ settings: CloudSettings, signed: Bool) throws -> Outcome? {
        let cloud = SimulatedCloud(fleet: try Fleet(count: 3), settings: settings, seed: 1)
        let host = SimulatedHost(cloud: cloud, seed: 1, surroundings: MemorySurroundings())
        return Self.send(to: "https://console.zenlayer.com", on: host, signed: signed)
    }

    /// Sends one request over HTTP.
    private func askOverHTTP(_ settings: CloudSettings, signed: Bool) async throws -> Outcome? {
        var configuration = SimulatorConfiguration(fleet: try Fleet(count: 3))
        configuration.settings = settings
        configuration.token = "t"
        configuration.accessKeys = ["k": "secret"]
        let server = SimulatorServer(configuration: configuration)
        let (ports, continuation) = AsyncStream.makeStream(of: Int.self)
        let task = Task { try await server.run { continuation.yield($0) } }
        var outcome: Outcome?
        for await port in ports {
            outcome = await Self.sendFromItsOwnThread(to: "http://127.0.0.1:\(port)", signed: signed)
            break
        }
        task.cancel()
        _ = await task.result
        return outcome
    }

    /// Sends from a thread of its own: the host blocks its thread, and the server needs the threads of the concurrency
    /// runtime.
    private static func sendFromItsOwnThread(to address: String, signed: Bool) async -> Outcome? {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                let host = try? LiveHost(receivingSignals: false)
                continuation.resume(returning: host.flatMap { send(to: address, on: $0, signed: signed) })
            }
        }
    }

    private static func send(to address: String, on host: any Host, signed: Bool) -> Outcome? {
        let authorization =
            signed
            ? "ZC2-HMAC-SHA256 Credential=k, SignedHeaders=content-type;host, Signature=0" : "Bearer t"
        var request = TransportRequest(
            url: address + "/api/v2/zec",
            headers: [
                ("Content-Type", "application/json"), ("X-ZC-Action", "DescribeZones"),
                ("X-ZC-Version", "2025-09-01"), ("Authorization", authorization),
                ("X-ZC-Timestamp", "\(host.wallClockNanoseconds / 1_000_000_000)"),
                ("X-ZC-Signature-Method", "ZC2-HMAC-SHA256"),
            ], body: Array("{}".utf8))
        request.timeout = .seconds(20)
        var result: Outcome?
        host.transport.send(request) { result = $0 }
        while result == nil, host.hasOutstandingWork { host.wait(until: nil) }
        return result
    }

    /// The kind of an outcome, without its text.
    private func kind(_ outcome: Outcome?) -> String {
        switch outcome {
        case nil: "none"
        case .success(let response): "\(response.status)"
        case .failure(.notSent): "not sent"
        case .failure(.interrupted): "interrupted"
        case .failure(.timedOut): "timed out"
        case .failure(.responseTooLarge): "too large"
        }
    }

    @Test(arguments: ["requestLost", "answerLost"])
    func aConnectionBreaksInBothDoors(fault: String) async throws {
        let settings = settings { try? $0.set(fault, to: 1) }
        #expect(kind(try askInProcess(settings, signed: false)) == "interrupted")
        #expect(kind(try await askOverHTTP(settings, signed: false)) == "interrupted")
    }

    @Test(arguments: [400.0, -400])
    func aClockThatIsOffIsRefusedInBothDoorsWithTheDateOfTheCloud(seconds: Double) async throws {
        let settings = settings { $0.faults.clockSkew = seconds }
        for outcome in [
            try askInProcess(settings, signed: true), try await askOverHTTP(settings, signed: true),
        ] {
            let response = try #require(try outcome?.get())
            #expect(response.status == 401)
            let body = try JSONValue(parsing: response.body)
            #expect(body["code"]?.stringValue == "AUTHFAILURE_SIGNATURE_EXPIRED")
            #expect(response.headers.contains { $0.name.lowercased() == "date" })
        }
        #expect(kind(try askInProcess(settings, signed: false)) == "200", "a token has no time stamp")
    }

    @Test func aClockThatIsOffByLessIsGoodEnough() throws {
        let settings = settings { $0.faults.clockSkew = 299 }
        #expect(kind(try askInProcess(settings, signed: true)) == "200")
    }

    @Test func theDateIsWrittenAsHTTPWritesIt() {
        #expect(HTTPDate.text(unixSeconds: 784_111_777) == "Sun, 06 Nov 1994 08:49:37 GMT")
        #expect(HTTPDate.text(unixSeconds: 0) == "Thu, 01 Jan 1970 00:00:00 GMT")
        #expect(HTTPDate.text(unixSeconds: 1_709_164_800) == "Thu, 29 Feb 2024 00:00:00 GMT")
    }
}
