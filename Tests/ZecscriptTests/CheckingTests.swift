import LiveHost
import Lua
import Modules
import Rolling
import ScriptRuntime
import Testing

@testable import zecscript

/// Reading compiled chunks.
@Suite struct CheckingTests {
    private func make(_ source: String) throws -> GlobalAccesses {
        let runtime = try RunComposition.complete().makeRuntime(on: LiveHost(receivingSignals: false))
        return try GlobalAccesses(of: Array(source.utf8), name: "=test", with: runtime)
    }

    @Test func globalsAreFoundInsideFunctionsWithTheirLines() throws {
        let accesses = try make(
            "local a = 1\nfunction roll()\n  return batch + a, batch\nend\n\nstart = sleep")
        #expect(accesses.read == [.init(name: "batch", line: 3), .init(name: "sleep", line: 6)])
        #expect(accesses.assigned == ["roll", "start"])
    }

    @Test func localsAndFieldsAreNoGlobals() throws {
        let accesses = try make(
            "local zec = {} ; zec.reboot = 1 ; return zec.status, function() return zec end")
        #expect(accesses.read.isEmpty)
        #expect(accesses.assigned.isEmpty)
    }

    @Test func longJumpsBetweenLinesAreFollowed() throws {
        let accesses = try make("first()" + String(repeating: "\n", count: 1000) + "second()")
        #expect(accesses.read == [.init(name: "first", line: 1), .init(name: "second", line: 1001)])
    }

    /// The `_ENV` of the parts does not check undefined globals at run time.
    @Test func thePartsOfRollingUseNoUndefinedGlobal() throws {
        let checker = try ScriptChecker()
        for (name, part) in RollingModule.parts {
            #expect(checker.check(part.text, name: "=\(name)") == ScriptChecker.Findings())
        }
    }

    @Test func brokenBytesAreRefusedAndNeverFollowed() throws {
        let runtime = try RunComposition.complete().makeRuntime(on: LiveHost(receivingSignals: false))
        let source = #"return string.dump(load("local a = x; function f() return 'text' .. y, 1.5, 7 end"))"#
        let outcome = runtime.run(chunkName: "=dump", source: Array(source.utf8))
        let bytes = try #require(outcome.results.first?.rawBytes)
        var generator = SeededBits(state: 7)
        for _ in 0..<2000 {
            var broken = bytes
            for _ in 0..<3 {
                broken[Int(generator.next() % UInt64(broken.count))] = UInt8(
                    truncatingIfNeeded: generator.next())
            }
            if generator.next() % 2 == 0 { broken.removeLast(Int(generator.next() % UInt64(broken.count))) }
            var reader = BytecodeReader(broken)
            _ = reader.mainFunction()
        }
    }

    @Test func linesAreCutWhereverTheBytesEnd() {
        var lines = LineSplitter()
        lines.add(Array("one\ntw".utf8)[...])
        #expect(lines.next(isAtEnd: false) == "one")
        #expect(lines.next(isAtEnd: false) == nil)
        lines.add(Array("o\n\nlast".utf8)[...])
        #expect(lines.next(isAtEnd: false) == "two")
        #expect(lines.next(isAtEnd: false) == "")
        #expect(lines.next(isAtEnd: false) == nil)
        #expect(lines.next(isAtEnd: true) == "last")
        #expect(lines.next(isAtEnd: true) == nil)
    }
}

/// Random bits that are equal for equal seeds (xorshift64*).
struct SeededBits: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state ^= state >> 12
        state ^= state << 25
        state ^= state >> 27
        return state &* 2_685_821_657_736_338_717
    }
}
