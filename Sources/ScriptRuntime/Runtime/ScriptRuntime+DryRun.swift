package import Lua

extension ScriptRuntime {
    /// Called before every change of the cloud or of a file, and before every command.
    ///
    /// In a dry run, prints what would be done and returns the answer for the script; otherwise returns nil.
    /// - Throws: If an option of the program stands after the script, since the operator may have meant it for this change.
    package func dryRun(_ intention: String) throws(ScriptError) -> HostAnswer? {
        if let misplaced = misplacedFlag { throw misplaced.error }
        guard configuration.isDryRun else { return nil }
        console.writeError("dry run: would \(VisibleText.escaped(intention))\n")
        return .value(.table(LuaTable(["dry_run": true])))
    }
}
