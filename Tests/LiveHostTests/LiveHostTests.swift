import Basics
import Foundation
import Glibc
import ScriptRuntime
import Synchronization
import Testing

@testable import LiveHost

struct LiveHostTests {
    @Test func aDeadlineThatHasPassedReturnsAtOnceAndTimeNeverGoesBack() throws {
        let host = try makeHost()
        let before = host.now
        host.wait(until: .start)
        #expect(before >= .start && host.now >= before)
    }

    @Test func aWaitLastsAtLeastUntilItsDeadline() throws {
        let host = try makeHost()
        let deadline = host.now + .milliseconds(5)
        host.wait(until: deadline)
        #expect(host.now >= deadline)
    }

    @Test func theSameSeedDrawsTheSameBits() throws {
        let draws = try (1...2).map { _ in
            let host = try LiveHost(seed: 7, receivingSignals: false)
            return (1...3).map { _ in host.randomBits() }
        }
        #expect(draws[0] == draws[1])
        #expect(Set(draws[0]).count == 3)
    }

    @Test func aRefusedConnectionSaysWhy() throws {
        let host = try makeHost()
        var failure: String?
        host.connect(hostname: "127.0.0.1", port: freePort(), timeout: .seconds(60)) { failure = $0 }
        #expect(host.hasOutstandingWork)
        while host.hasOutstandingWork { host.wait(until: nil) }
        #expect(failure == "connection refused")
    }

    @Test(arguments: [0, -1, 65_536]) func aPortThatIsNoneIsAFailureLikeAnyOther(port: Int) throws {
        let host = try makeHost()
        var failure: String?
        host.connect(hostname: "127.0.0.1", port: port, timeout: .seconds(60)) { failure = $0 }
        while host.hasOutstandingWork { host.wait(until: nil) }
        #expect(failure == "\(port) is not a port number")
    }

    @Test func anAttemptThatWasGivenUpIsNoOutstandingWork() throws {
        let host = try makeHost()
        let attempt = host.connect(hostname: "127.0.0.1", port: freePort(), timeout: .seconds(60)) { _ in
            Issue.record("a completion was called")
        }
        attempt.cancel()
        #expect(!host.hasOutstandingWork)
    }

    @Test func aRequestEndsInsideWaitAndNowhereElse() throws {
        let host = try makeHost()
        var result: Result<TransportResponse, TransportError>?
        host.transport.send(TransportRequest(url: "http://127.0.0.1:\(freePort())/")) { result = $0 }
        #expect(result == nil && host.hasOutstandingWork)
        while host.hasOutstandingWork { host.wait(until: nil) }
        guard case .failure(.notSent) = result else {
            Issue.record("\(String(describing: result))")
            return
        }
    }

    @Test func aFileThatCannotBeReadSaysWhyInTheSystemsWords() throws {
        let host = try makeHost()
        let missing = #expect(throws: HostFileError.self) { try host.readFile("/nonexistent/file") }
        #expect(missing?.reason == "no such file or directory")
        let folder = #expect(throws: HostFileError.self) { try host.readFile("/tmp") }
        #expect(folder?.reason == "is a directory")
        #expect(try host.readFile("/dev/null") == [])
    }

    @Test func environmentVariablesAreTheProcesses() throws {
        let host = try makeHost()
        #expect(host.environment("PATH") != nil)
        #expect(host.environment("ZECSCRIPT_NO_SUCH_VARIABLE") == nil)
    }

    private func makeHost() throws -> LiveHost {
        try LiveHost(receivingSignals: false)
    }
}

/// A port on which no program listens.
private func freePort() -> Int {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(INADDR_LOOPBACK).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    withUnsafeMutablePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
            _ = bind(descriptor, address, size)
            _ = getsockname(descriptor, address, &size)
        }
    }
    return Int(UInt16(bigEndian: address.sin_port))
}
