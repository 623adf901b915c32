import Lua
import Testing

/// The program's own Lua runs from the bytecode of the build, and from its text where that bytecode can't be used.
@Suite struct OwnChunkTests {
    /// A chunk whose bytecode gives the global variable `origin` another value than its text does.
    private func chunk(compiledBy compiler: String) throws -> OwnChunk {
        let empty = OwnChunk.Bytecode(in: [], from: 0, count: 0, compiler: "")
        let other = OwnChunk(
            OwnChunk(path: "test", name: "test", text: "", bytecode: empty),
            text: Array(#"origin = "bytecode""#.utf8))
        let bytes = try #require(LuaState()).bytecode(of: other)
        let words = stride(from: 0, to: bytes.count, by: 8).map { start in
            bytes[start...].prefix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        }
        return OwnChunk(
            path: "test", name: "test", text: #"origin = "text""#,
            bytecode: OwnChunk.Bytecode(in: [7] + words, from: 1, count: bytes.count, compiler: compiler))
    }

    private func origin(_ chunk: OwnChunk) throws -> [[LuaValue]] {
        let fifo = try #require(FIFO())
        try fifo.lua?.runPrelude(chunk)
        try fifo.run("return origin")
        return fifo.results
    }

    @Test func theBytecodeOfTheBuildRuns() throws {
        #expect(try origin(chunk(compiledBy: OwnChunk.Bytecode.thisLua)) == [["bytecode"]])
    }

    @Test func anotherLuaCompilesTheText() throws {
        let other = OwnChunk.Bytecode.thisLua.replacing("5.4.", with: "5.4.9")
        #expect(try origin(chunk(compiledBy: other)) == [["text"]])
    }

    @Test func anEditedTextRuns() throws {
        let chunk = try chunk(compiledBy: OwnChunk.Bytecode.thisLua)
        #expect(try origin(OwnChunk(chunk, text: Array(#"origin = "a test""#.utf8))) == [["a test"]])
    }
}
