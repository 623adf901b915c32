import Lua

extension ScriptRuntime {
    /// In a dry run: says what would be done, and answers nothing further; nil otherwise.
    func dryRun(_ intention: String) -> HostAnswer? {
        guard configuration.isDryRun else { return nil }
        console.writeError("dry run: would \(intention)\n")
        return .value(.table(LuaTable(["dry_run": true])))
    }
}
