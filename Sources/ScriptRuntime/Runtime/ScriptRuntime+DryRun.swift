package import Lua

extension ScriptRuntime {
    /// Comes before every change of anything, whether cloud, command or file.
    ///
    /// In a dry run it says what would be done, and answers nothing further; nil otherwise.
    /// - Throws: Where an option of the program stands after the script: it was meant to hold for this change.
    package func dryRun(_ intention: String) throws(ScriptError) -> HostAnswer? {
        if let misplaced = configuration.misplacedFlag { throw misplaced.error }
        guard configuration.isDryRun else { return nil }
        console.writeError("dry run: would \(VisibleText.escaped(intention))\n")
        return .value(.table(LuaTable(["dry_run": true])))
    }
}
