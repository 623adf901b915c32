import Basics
import Foundation
import LiveHost
import Lua
import Modules
import Rolling
import ScriptRuntime
import Simulator
import TestSupport
import Testing

/// Scripts that run on the real host, with commands and files of this machine.
struct LiveScript {
    /// The path of a temporary folder; scripts have it in the variable `folder`.
    let folder: String

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    /// The results of a script that ends without an error.
    func results(_ source: String) throws -> [LuaValue] {
        let host = try LiveHost(receivingSignals: false)
        let runtime = try RunComposition.complete().makeRuntime(on: host)
        defer { runtime.close() }
        let prologue = "local folder = '\(folder)' "
        let outcome = runtime.run(chunkName: "@test.lua", source: Array((prologue + source).utf8))
        #expect(outcome.report?.message == nil)
        return outcome.results
    }
}
