package import Lua

extension ScriptRuntime {
    /// All functions that scripts can call, sorted by path.
    package var declarations: [FunctionDeclaration] {
        modules.flatMap { $0.functions.map(\.declaration) + $0.scripted + $0.declared() }
            .filter { !$0.path.hasPrefix("host.") }.sorted { $0.path < $1.path }
    }

    /// The kinds of table that functions return.
    package var records: [RecordDeclaration] { modules.flatMap { $0.records() } }

    /// Makes the modules, declares their functions in Lua, and runs their Lua parts in the order of the list.
    func loadModules() throws {
        modules = configuration.modules.map { $0(self) }
        for module in modules {
            for function in module.functions { try lua.define(function) }
            for declaration in module.scripted { try lua.announce(declaration) }
        }
        for module in modules {
            if let chunk = module.chunk { try lua.runPrelude(chunk) }
        }
        try lua.setGlobal("host", to: .nil)
    }
}
