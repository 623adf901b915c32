import Foundation
import Lua
import Testing

// The example of the documentation page, word by word, from here to the mark below.

/// Runs a script: its tasks in the order in which they became ready.
final class ScriptRunner: LuaStateDelegate {
    private(set) var output = ""
    private(set) var errors: [String] = []
    private var ready: [UInt32] = []

    func run(_ source: String) throws {
        let options = LuaState.Options(memoryLimit: 16 << 20)
        guard let lua = LuaState(options: options, delegate: self) else { return }
        try lua.define(double)
        try lua.define(pause)
        try lua.startTask(chunkName: "@example.lua", source: Array(source.utf8))
        while !ready.isEmpty { step(ready.removeFirst(), of: lua) }
    }

    /// A function that answers at once; its argument is a number, which was checked before the call.
    private var double: HostFunction {
        let declaration = FunctionDeclaration(
            "double", "Twice a number.", parameters: [Parameter("number", .number, "Any number.")],
            results: [ResultDeclaration("twice", "number", "Twice as much.")])
        return HostFunction(declaration) { arguments in .value(.number(2 * (arguments[0].number ?? 0))) }
    }

    /// A function that waits: the other tasks go on meanwhile.
    private var pause: HostFunction {
        HostFunction(FunctionDeclaration("pause", "Lets the other tasks go on.", waits: true)) { _ in .wait }
    }

    private func step(_ task: UInt32, of lua: LuaState) {
        switch lua.step(task) {
        case .waiting:
            ready.append(task)  // here the wait is over at once
        case .finished:
            lua.settle(task, as: .done)
        case .failed:
            errors.append(lua.failure(of: task).text)
            lua.settle(task, as: .failed)
        }
    }

    func taskSpawned(slot: UInt32, serial: UInt64, name: String?) { ready.append(slot) }
    func answerOfWait() -> HostAnswer { .nothing }
    func write(_ bytes: UnsafeBufferPointer<UInt8>) { output += String(decoding: bytes, as: UTF8.self) }
    func warn(_ message: String) { output += "warning: \(message)\n" }
}

// The end of the example.

/// The documentation page of this library is true.
@Suite struct DocumentationExampleTests {
    private let blocks: [(language: String, text: String)]

    init() throws {
        let page = try Self.text(of: "../../Sources/Lua/Documentation.docc/Lua.md")
        blocks = page.matches(of: /```(\w+)\n((?s:.*?))```/).map { (String($0.1), String($0.2)) }
    }

    @Test func theExampleIsTheCodeOfThisFile() throws {
        let example = try #require(blocks.first { $0.language == "swift" }).text
        let code = example.dropFirst("import Lua\n\n".count)
        #expect(try Self.text(of: "DocumentationExampleTests.swift").contains(code))
    }

    @Test func theScriptPrintsWhatStandsBelowIt() throws {
        let script = try #require(blocks.first { $0.language == "lua" }).text
        let printed = try #require(blocks.first { $0.language == "text" }).text
        let runner = ScriptRunner()
        try runner.run(script)
        #expect(runner.output + runner.errors.joined() + "\n" == printed)
    }

    private static func text(of path: String) throws -> String {
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
        return try String(contentsOf: folder.appending(path: path), encoding: .utf8)
    }
}
