package import Lua

/// Every module that scripts see, in the order in which they load.
enum ModuleCatalog {
    static func modules(_ runtime: ScriptRuntime) -> [ScriptModule] {
        [
            ScriptedModules.failure,
            HostModule.make(runtime),
            TimeModule.make(runtime),
            JSONModule.make(),
            EnvironmentModule.make(runtime),
            LogModule.make(runtime),
            TaskModule.make(runtime),
            ProgressModule.make(runtime),
            NetworkModule.make(runtime),
            CommandModule.make(runtime),
            CloudModule.make(runtime),
            WatchModule.make(runtime),
        ] + ScriptedModules.all + [RehearseModule.make(runtime), RollingModule.make(runtime)]
            + (runtime.configuration.isInteractive ? [REPLModule.make(runtime)] : [])
            + [ScriptedModules.strict]
    }

    /// Declarations of functions whose bodies are C's.
    static let bridged = [TaskModule.spawn]

    /// Declarations of functions that are there only once a script has required their library.
    static let required = RollingModule.functions
}

extension ScriptRuntime {
    /// Everything that scripts can call, sorted by path.
    package var declarations: [FunctionDeclaration] {
        let all =
            modules.flatMap { $0.functions.map(\.declaration) + $0.scripted } + ModuleCatalog.bridged
            + ModuleCatalog.required
        return all.filter { !$0.path.hasPrefix("host.") }.sorted { $0.path < $1.path }
    }

    func loadModules() throws {
        modules = ModuleCatalog.modules(self)
        for module in modules {
            for function in module.functions { try lua.define(function) }
            for declaration in module.scripted { try lua.announce(declaration) }
        }
        for module in modules {
            guard let source = module.source else { continue }
            try lua.runPrelude(name: module.name.isEmpty ? "standard" : module.name, source: source)
        }
        try lua.setGlobal("host", to: .nil)
    }
}
