import Basics
import ScriptRuntime
import Testing
import ZenlayerCloud

@testable import Simulator

@Suite struct SimulatedHostTests {
    private func make(
        speed: Double? = nil, surroundings: MemorySurroundings = MemorySurroundings(),
        _ change: (inout CloudSettings) -> Void = { _ in }
    ) throws -> SimulatedHost {
        SimulatedHost(
            cloud: try SimulatorTests.make(change), seed: 1, surroundings: surroundings, speed: speed)
    }

    private func request(_ action: String = "DescribeZones", url: String? = nil) -> TransportRequest {
        TransportRequest(
            url: url ?? "https://console.zenlayer.com/api/v2/zec",
            headers: [
                ("Content-Type", "application/json"), ("X-ZC-Action", action), ("X-ZC-Version", "2025-09-01"),
                ("Authorization", "Bearer t"),
            ], body: Array("{}".utf8))
    }

    /// Sends a request and waits for its answer.
    private func send(
        _ request: TransportRequest, on host: SimulatedHost
    ) -> Result<TransportResponse, TransportError>? {
        var result: Result<TransportResponse, TransportError>?
        host.transport.send(request) { result = $0 }
        while result == nil, host.hasOutstandingWork { host.wait(until: nil) }
        return result
    }

    @Test func anHourPassesAtOnce() throws {
        let surroundings = MemorySurroundings()
        let host = try make(surroundings: surroundings)
        host.wait(until: .seconds(3600))
        #expect(host.now == .seconds(3600))
        #expect(host.wallClockNanoseconds == SimulatedCloud.startNanosecondsDefault + 3_600_000_000_000)
        #expect(surroundings.idled == .zero)
    }

    @Test func atSpeedSixtyAnHourTakesAMinute() throws {
        let surroundings = MemorySurroundings()
        let host = try make(speed: 60, surroundings: surroundings)
        host.wait(until: .seconds(3600))
        #expect(surroundings.idled == .seconds(60))
    }

    @Test func anAnswerArrivesAfterItsLatencyAndNeverInsideSend() throws {
        let host = try make { $0.behaviour.latency = .milliseconds(50) ... .milliseconds(50) }
        var answered = false
        host.transport.send(request()) { _ in answered = true }
        #expect(!answered)
        host.wait(until: .milliseconds(49))
        #expect(!answered)
        host.wait(until: .seconds(10))
        #expect(answered)
        #expect(host.now == .milliseconds(50))
    }

    @Test func equalArrivalsComeInTheOrderInWhichTheyWereAsked() throws {
        let host = try make { $0.behaviour.latency = .milliseconds(50) ... .milliseconds(50) }
        var order: [Int] = []
        for number in 0..<5 { host.transport.send(request()) { _ in order.append(number) } }
        host.wait(until: nil)
        #expect(order == [0, 1, 2, 3, 4])
    }

    @Test func aCancelledRequestIsNeverAnsweredAndMovesNoTime() throws {
        let host = try make()
        let handle = host.transport.send(request()) { _ in Issue.record("answered") }
        handle.cancel()
        #expect(!host.hasOutstandingWork)
        host.wait(until: .seconds(1))
        #expect(host.now == .seconds(1))
    }

    @Test func anAnswerThatHangsEndsAtTheTimeLimitAndTheRebootHappens() throws {
        let host = try make { $0.faults.firstRebootHang = .seconds(60) }
        var reboot = request("RebootInstances")
        reboot.body = (["instanceIds": host.cloud.ids([0])] as JSONValue).serialized()
        let result = send(reboot, on: host)
        #expect(throws: TransportError.timedOut(after: .seconds(30))) { try result?.get() }
        #expect(host.now == .seconds(30))
        #expect(host.truth.boots(of: host.cloud.fleet.instances[0].id) == 1)
    }

    @Test func anAnswerBeyondTheLimitIsNotTaken() throws {
        let host = try make()
        var small = request()
        small.responseSizeMax = 10
        let result = send(small, on: host)
        #expect(throws: TransportError.responseTooLarge(limit: 10)) { try result?.get() }
    }

    @Test func theCloudRefusesWhatHasNoAuthorization() throws {
        let host = try make()
        var anonymous = request()
        anonymous.headers.removeLast()
        #expect(try send(anonymous, on: host)?.get().status == 401)
    }

    @Test func noPacketLeaves() throws {
        let host = try make()
        let result = send(request(url: "https://example.com/"), on: host)
        #expect(
            throws: TransportError.notSent(
                "example.com is not in the simulated network (--allow-host and --mock add hosts)")
        ) {
            try result?.get()
        }
    }

    @Test func aHostBesideTheCloudAnswersWhatTheSettingsSay() throws {
        var settings = CloudSettings()
        try settings.set(
            "answers",
            to: [
                ["method": "POST", "url": "https://chat.example/*/hook", "status": 204, "latency": 0.5],
                HostAnswer.everything(host: "chat.example"),
            ])
        let host = try make { $0.behaviour.answers = settings.behaviour.answers }
        var post = request(url: "https://chat.example/team/hook?token=x")
        post.method = "POST"
        #expect(try send(post, on: host)?.get().status == 204)
        #expect(host.now.seconds == 0.5)
        #expect(try send(request(url: "https://chat.example/"), on: host)?.get().status == 200)
        #expect(
            throws: TransportError.notSent(
                "other.example is not in the simulated network (--allow-host and --mock add hosts)")
        ) {
            try send(request(url: "https://other.example/"), on: host)?.get()
        }
    }

    @Test(arguments: ["10.0.0.10", "100.64.0.10", "web-0001", "WEB-0001"])
    func aMachineAnswersUnderItsNameAndItsAddresses(name: String) throws {
        let host = try make()
        let response = try send(request(url: "http://\(name):8080/health"), on: host)?.get()
        #expect(response?.status == 200)
        #expect(response?.body == Array("ok\n".utf8))
    }

    @Test func healthIsToldAtEveryPathUnlessSaid() throws {
        let anywhere = try make(), somewhere = try make { $0.behaviour.healthPaths = ["/live"] }
        func status(_ path: String, on host: SimulatedHost) throws -> Int? {
            try send(request(url: "http://web-0001\(path)"), on: host)?.get().status
        }
        #expect(try status("/status", on: anywhere) == 200)
        #expect(try status("/status", on: somewhere) == 404)
        #expect(try status("/live", on: somewhere) == 200)
    }

    @Test func aMachineIsFirstUnreachableThenRefusesThenSays503() throws {
        let host = try make()
        _ = host.cloud.reboot(0)
        let health = request(url: "http://web-0001/health")
        host.wait(until: .seconds(2))
        let unreachable = send(health, on: host)
        #expect(throws: TransportError.notSent("connecting to web-0001 timed out after 10.0 s")) {
            try unreachable?.get()
        }
        #expect(host.now == .seconds(12))
        host.wait(until: .seconds(22))
        let refused = send(health, on: host)
        #expect(throws: TransportError.notSent("connection refused by web-0001")) { try refused?.get() }
        host.wait(until: .seconds(24))
        #expect(try send(health, on: host)?.get().status == 503)
        host.wait(until: .seconds(26))
        #expect(try send(health, on: host)?.get().status == 200)
    }

    @Test(arguments: [(22, nil), (443, nil), (5432, "connection refused by web-0001")] as [(Int, String?)])
    func portsAreOpenOrNot(port: Int, reason: String?) throws {
        let host = try make { $0.behaviour.servicePorts = [443] }
        var answer: String?? = .none
        host.connect(hostname: "web-0001", port: port, timeout: .seconds(5)) { answer = .some($0) }
        host.wait(until: nil)
        #expect(answer == .some(reason))
    }

    @Test(arguments: [(false, true), (true, false)])
    func aPortOpensBeforeTheServiceIsHealthyUnlessItTellsThat(tells: Bool, isOpen: Bool) throws {
        let host = try make { $0.behaviour.portsTellHealth = tells }
        _ = host.cloud.reboot(0)
        host.wait(until: .seconds(24))
        var answer: String?? = .none
        host.connect(hostname: "web-0001", port: 5432, timeout: .seconds(1)) { answer = .some($0) }
        while answer == .none { host.wait(until: nil) }
        #expect((answer == .some(nil)) == isOpen)
    }

    @Test func aSignalArrivesAtItsTimeAndIsNoWorkToWaitFor() throws {
        let host = try make()
        var events: [HostEvent] = []
        host.onEvent = { events.append($0) }
        host.schedule(.stop(signal: 2, count: 1), after: .seconds(30))
        #expect(!host.hasOutstandingWork)
        host.wait(until: .seconds(60))
        #expect(events == [.stop(signal: 2, count: 1)])
        #expect(host.now == .seconds(30))
    }

    @Test func aSignalOfTheSurroundingsEndsAPacedWaitEarly() throws {
        let surroundings = MemorySurroundings()
        let host = try make(speed: 1, surroundings: surroundings)
        surroundings.inject(.describeTasks)
        host.wait(until: .seconds(60))
        #expect(host.now == .start)
    }

    @Test func theSameSeedDrawsTheSameBits() throws {
        let (first, second) = (try make(), try make())
        #expect((0..<10).map { _ in first.randomBits() } == (0..<10).map { _ in second.randomBits() })
    }

    @Test(arguments: [
        ("http://a", "a", "/"), ("HTTPS://User:pw@Host.example:8443/x/y?q#f", "host.example", "/x/y"),
        ("http://[::1]:80/health", "::1", "/health"), ("http://a?q", "a", "/"),
    ])
    func aURLHasAHostnameAndAPath(url: String, hostname: String, path: String) {
        #expect(WebAddress(url)?.hostname == hostname)
        #expect(WebAddress(url)?.path == path)
    }

    @Test(arguments: ["", "ftp://a/", "http://", "http://:80/", "http://[::1", "a"])
    func whatIsNoURLIsNotSent(url: String) {
        #expect(WebAddress(url) == nil)
    }
}
