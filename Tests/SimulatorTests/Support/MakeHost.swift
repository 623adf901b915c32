import Basics
import ScriptRuntime
import TestSupport

@testable import Simulator

/// A host whose cloud has exact durations.
func makeHost(_ change: (inout CloudSettings) -> Void = { _ in }) throws -> SimulatedHost {
    SimulatedHost(cloud: try make(change), seed: 1, surroundings: MemorySurroundings())
}

extension SimulatedHost {
    /// Asks the cloud for its zones, with a token or a signature, and waits for the answer.
    func askForZones(token: Bool = true) -> Result<TransportResponse, TransportError>? {
        var request = TransportRequest(
            url: "https://console.zenlayer.com/api/v2/zec",
            headers: [
                ("Content-Type", "application/json"), ("X-ZC-Action", "DescribeZones"),
                ("X-ZC-Version", "2025-09-01"),
                ("Authorization", token ? "Bearer t" : "ZC2-HMAC-SHA256 Credential=k"),
                ("X-ZC-Timestamp", "\(wallClockNanoseconds / 1_000_000_000)"),
            ], body: Array("{}".utf8))
        request.timeout = .seconds(30)
        var result: Result<TransportResponse, TransportError>?
        transport.send(request) { result = $0 }
        while result == nil, hasOutstandingWork { wait(until: nil) }
        return result
    }
}
