import Lua
import Testing

@Suite struct ChunkTests {
    @Test(arguments: [
        "return load(string.dump(function() end))", "return load('return 1', 'x', 'b')",
        "local f = io.tmpfile and os.tmpname() local h = io.open(f, 'wb') h:write(string.dump(function() end)) h:close() local a, b = loadfile(f) os.remove(f) return a, b",
    ])
    func bytecodeIsRefusedWithAClearError(source: String) throws {
        let fifo = try run(source)
        #expect(
            fifo.results == [
                [.nil, "a precompiled (binary) chunk is not accepted; load the source text instead"]
            ])
    }

    @Test func aBinaryScriptIsRefused() throws {
        let fifo = try #require(FIFO())
        #expect(
            throws: ChunkError(
                message:
                    "test.lua: a precompiled (binary) chunk is not accepted; give the source text instead")
        ) {
            try fifo.run("\u{1B}Lua garbage")
        }
    }

    @Test func thereIsNoWayToNativeCode() throws {
        let fifo = try run("return package.loadlib, package.cpath, #package.searchers")
        #expect(fifo.results == [[.nil, "", 2]])
    }

    @Test func aChunkThatEndsTooEarlyIsIncomplete() throws {
        let fifo = try #require(FIFO())
        for (source, isIncomplete) in [("for i = 1, 2 do", true), ("x = = 1", false), ("f(", true)] {
            do throws(ChunkError) {
                try fifo.run(source)
                Issue.record("\(source) compiled")
            } catch {
                #expect(error.isIncomplete == isIncomplete, "\(source)")
            }
        }
    }

    @Test func randomBytesNeverCrashTheLoader() throws {
        var generator = SplitMix(seed: 7)
        let fifo = try #require(FIFO())
        for _ in 0..<2000 {
            let bytes = (0..<Int(generator.next() % 60)).map { _ in
                UInt8(truncatingIfNeeded: generator.next())
            }
            try? fifo.lua?.startTask(chunkName: "=fuzz", source: bytes)
        }
        #expect(fifo.depth == 0)
    }
}

struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
