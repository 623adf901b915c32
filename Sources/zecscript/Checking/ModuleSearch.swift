internal import Lua
internal import ScriptRuntime

/// Finds the modules that a script requires, as `require` would, without loading them.
struct ModuleSearch {
    private let runtime: ScriptRuntime
    private let folder: String

    /// Makes a search that also finds modules beside the script; `script` is the path of the script.
    init(_ runtime: ScriptRuntime, script: String) {
        self.runtime = runtime
        folder = script.lastIndex(of: "/").map { String(script[..<$0]) } ?? "."
    }

    func missing(_ required: [(name: String, line: Int)]) -> [DeclarationChecker.Finding] {
        required.filter { !isFound($0.name) }.map { module in
            .init(
                line: module.line,
                message: "module '\(module.name)' not found: neither beside the script nor in package.path")
        }
    }

    private static let search = Array(
        """
        local name = check.name
        if package.loaded[name] or package.preload[name] then return true end
        local path = check.folder .. "/?.lua;" .. check.folder .. "/?/init.lua;" .. package.path
        return (package.searchpath(name, path) or package.searchpath(name, package.cpath)) ~= nil
        """.utf8)

    private func isFound(_ name: String) -> Bool {
        let input = LuaTable(["name": .string(name), "folder": .string(folder)])
        guard (try? runtime.lua.setGlobal("check", to: .table(input))) != nil else { return true }
        defer { try? runtime.lua.setGlobal("check", to: .nil) }
        let outcome = runtime.run(chunkName: "=[zecscript check]", source: Self.search)
        return outcome.results.first?.boolean != false
    }
}
