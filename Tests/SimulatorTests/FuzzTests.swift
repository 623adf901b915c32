import Basics
import TestSupport
import Testing
import ZenlayerCloud

@testable import Simulator

@Suite struct FuzzTests {
    private static let actions = SimulatedAction.all.keys.sorted()
    private static let words = ["RUNNING", "SHELL", "UPTIME", "2026-01-05T09:00:00Z", "", "\u{0}\"\\ü"]

    private func value(_ generator: inout SeededGenerator, ids: [String], depth: Int = 0) -> JSONValue {
        switch Int.random(in: 0..<(depth > 3 ? 6 : 8), using: &generator) {
        case 0: return nil
        case 1: return .bool(Bool.random(using: &generator))
        case 2: return .integer(Int64(truncatingIfNeeded: generator.next()))
        case 3: return .number(Double.random(in: -1e18...1e18, using: &generator))
        case 4: return .string(ids.randomElement(using: &generator) ?? "")
        case 5: return .string(Self.words.randomElement(using: &generator) ?? "")
        case 6:
            let count = Int.random(in: 0..<4, using: &generator)
            return .array((0..<count).map { _ in value(&generator, ids: ids, depth: depth + 1) })
        default: return ["key": value(&generator, ids: ids, depth: depth + 1), "value": "x"]
        }
    }

    @Test(arguments: 0..<20 as Range<UInt64>)
    func noRequestCrashesTheCloudAndEveryAnswerIsAnEnvelope(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        var cloud = SimulatedCloud(fleet: try Fleet(count: 20), seed: seed)
        let ids = cloud.fleet.instances.map(\.id) + ["nobody"]
        var now = Duration.zero
        for _ in 0..<200 {
            let action = try #require(Self.actions.randomElement(using: &generator))
            let parameters = try #require(SimulatedAction.all[action]).parameters
            var body = JSONObject()
            for parameter in parameters where Bool.random(using: &generator) {
                body[parameter.name] = value(&generator, ids: ids)
            }
            let names = action.split(separator: "/").map(String.init)
            now += .milliseconds(Int.random(in: -500..<3000, using: &generator))
            let answer = cloud.ask(names[1], .object(body), service: names[0], at: now.inSeconds)
            #expect(answer.json["requestId"] != nil, "seed \(seed), \(action)")
        }
        _ = cloud.truth(at: Moment(now))
    }

    @Test(arguments: 0..<20 as Range<UInt64>)
    func noBytesCrashTheReaders(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let settings = CloudSettings().json.serialized()
        let fleet = Array(
            #"[{"instanceId":"i-1","tags":{"role":"web"},"privateIpAddresses":["10.0.0.1"]}]"#.utf8)
        var cloud = try make()
        for _ in 0..<100 {
            _ = try? CloudSettings(parsing: generator.damaged(settings))
            _ = try? Fleet(parsing: generator.damaged(fleet))
            _ = cloud.answer(
                SimulatedRequest(action: "RebootInstances", body: generator.damaged(fleet)), at: .start)
            let url = String(
                decoding: generator.damaged(Array("http://[::1]:80/health?x#y".utf8)), as: UTF8.self)
            _ = WebAddress(url)
            let header = String(
                decoding: generator.damaged(
                    Array("ZC2-HMAC-SHA256 Credential=a, SignedHeaders=content-type;host, Signature=b".utf8)),
                as: UTF8.self)
            _ = try? Authenticator.Claim(header)
        }
    }
}
