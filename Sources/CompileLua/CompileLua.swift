import PackagePlugin

/// Compiles the Lua files of a target while the target is built; see `Sources/LuaCompiler`.
@main struct CompileLua: BuildToolPlugin {
    func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
        guard let target = target as? any SourceModuleTarget else { return [] }
        let files = target.sourceFiles(withSuffix: ".lua").map(\.url).sorted { $0.path < $1.path }
        let output = context.pluginWorkDirectoryURL.appending(path: "OwnLua.swift")
        return [
            .buildCommand(
                displayName: "Compiling the Lua of \(target.name)",
                executable: try context.tool(named: "lua-compiler").url,
                arguments: [output.path, Self.prefix(target), target.directoryURL.path] + files.map(\.path),
                inputFiles: files, outputFiles: [output])
        ]
    }

    /// What stands before the path of a file in error messages: `[zecscript rolling.core/plan]`, and `[zecscript task]`.
    private static func prefix(_ target: any SourceModuleTarget) -> String {
        target.name == "Modules" ? "" : target.name.lowercased() + "."
    }
}
