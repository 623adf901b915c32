import TestSupport
import Testing

/// Random numbers, which come from the host.
@Suite struct ChanceModuleTests {
    @Test func theSameSeedDrawsTheSameNumbers() throws {
        let draws = try [1, 1, 2].map { try run("print(math.random(), math.random(1000))", seed: $0).output }
        #expect(draws[0] == draws[1])
        #expect(draws[0] != draws[2])
    }
}
