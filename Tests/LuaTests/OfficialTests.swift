import Foundation
import Lua
import Testing

/// Lua's own test files, as `lua5.4 -e "_U=true"` runs them: each file as a main chunk.
///
/// `LUA_TESTES` names the folder `testes` of Lua 5.4.4.
@Suite struct OfficialTests {
    private static let folder = ProcessInfo.processInfo.environment["LUA_TESTES"]

    private static let files = [
        "attrib", "bitwise", "bwcoercion", "calls", "closure", "code", "constructs", "coroutine", "cstack", "db",
        "errors", "events", "files", "gc", "gengc", "goto", "literals", "locals", "math", "nextvar", "pm", "sort",
        "strings", "tpack", "utf8", "vararg", "verybig", "api", "big",
    ]

    /// What cannot apply here, with the reason.
    private static let inapplicable: [String: String] = [:]

    @Test(.enabled(if: folder != nil, "LUA_TESTES is not set"), arguments: files)
    func passes(file: String) throws {
        let folder = try #require(Self.folder)
        let source = try Data(contentsOf: URL(filePath: "\(folder)/\(file).lua"))
        let fifo = try #require(FIFO())
        let text = String(decoding: source, as: UTF8.self)
        let lines = text.hasPrefix("#") ? text.drop { $0 != "\n" } : text[...]
        try fifo.run("_U = true; _soft = true; _port = true; _nomsg = true")
        _ = FileManager.default.changeCurrentDirectoryPath(folder)
        try fifo.run(String(lines), name: "@\(file).lua")
        #expect(fifo.failures.map(\.text) == [])
    }
}
