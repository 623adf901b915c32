import Foundation
import Lua
import Testing

/// Lua's own test files, as `lua5.4 -e "_U=true"` runs them: each file as a main chunk.
///
/// `LUA_TESTES` names the folder `testes` of Lua 5.4.4.
@Suite(.serialized) struct OfficialTests {
    private static let folder = ProcessInfo.processInfo.environment["LUA_TESTES"]

    private static let files = [
        "attrib", "bitwise", "bwcoercion", "calls", "closure", "code", "constructs", "coroutine", "cstack",
        "db",
        "errors", "events", "files", "gc", "gengc", "goto", "literals", "locals", "math", "nextvar", "pm",
        "sort",
        "strings", "tpack", "utf8", "vararg", "verybig", "api", "big",
    ]

    /// The files that can't pass here: where each stops, and why.
    ///
    /// `main` starts the interpreter `lua` itself and is not run at all.
    private static let inapplicable: [String: (stopsWith: String, reason: String)] = [
        "attrib": ("attrib.lua:67:", "it expects searchers for C modules; there is no native code here"),
        "calls": ("calls.lua:294:", "it loads precompiled chunks; only text is accepted here"),
        "db": ("precompiled (binary) chunk", "it loads precompiled chunks; only text is accepted here"),
        "errors": ("precompiled (binary) chunk", "it loads precompiled chunks; only text is accepted here"),
        "files": ("precompiled (binary) chunk", "it loads precompiled chunks; only text is accepted here"),
    ]

    @Test(.enabled(if: folder != nil, "LUA_TESTES is not set"), arguments: files)
    func passes(file: String) throws {
        let folder = try #require(Self.folder)
        let fifo = try #require(FIFO())
        try fifo.run("_U = true; _soft = true; _port = true; _nomsg = true")
        _ = FileManager.default.changeCurrentDirectoryPath(folder)
        let source = [UInt8](try Data(contentsOf: URL(filePath: "\(folder)/\(file).lua")))
        let isScript = source.first == UInt8(ascii: "#")
        let text = isScript ? Array(source.drop { $0 != UInt8(ascii: "\n") }) : source
        try fifo.run(text, name: "@\(file).lua")
        let stops = fifo.failures.map(\.text)
        if let expected = Self.inapplicable[file] {
            #expect(stops.first?.contains(expected.stopsWith) == true, "\(expected.reason)")
        } else {
            #expect(stops == [])
        }
    }
}
