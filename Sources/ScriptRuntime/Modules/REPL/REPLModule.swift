internal import Lua

/// What `repl.lua` is built on, and `help(…)`; only interactive runs have it.
enum REPLModule {
    static func make(_ runtime: ScriptRuntime) -> ScriptModule {
        ScriptModule(
            name: "repl", summary: "Conversations.",
            functions: [
                readLine(runtime), inputHasEnded(runtime), remember(runtime), supervise(runtime),
                mustEnd(runtime), poll(runtime),
                keepNames(runtime), explain(runtime), declaredPaths(runtime),
            ],
            scripted: [help], source: PackageResources.repl_lua)
    }

    /// The main chunk of a conversation; the module leaves the loop where no script looks for it.
    static let entry = Array("return debug.getregistry()['zecscript.repl']()".utf8)

    private static let help = FunctionDeclaration(
        "help", "Explains a function, a module, or everything there is; in the REPL only.",
        parameters: [
            Parameter("subject", .any, #"a function, a module, or its name: `"zec.reboot"`"#, optional: true)
        ])

    // MARK: Lines

    private static func readLine(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(
            FunctionDeclaration(
                "host.read_line", "Waits for a line: its text, false when it was given up, nil at the end.",
                parameters: [Parameter("prompt", .string, "what asks for it")], waits: true)
        ) { arguments in
            guard let interaction = runtime.interaction else { return .nothing }
            return try interaction.read(prompt: arguments[0].text ?? "")
        }
    }

    private static func inputHasEnded(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(FunctionDeclaration("host.input_has_ended", "Says that no more lines are read.")) { _ in
            runtime.interaction?.inputHasEnded()
            return .nothing
        }
    }

    private static func remember(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(
            FunctionDeclaration(
                "host.remember", "Keeps an input in the history.",
                parameters: [Parameter("text", .string, "the whole input")])
        ) { arguments in
            runtime.interaction?.remember(arguments[0].text ?? "")
            return .nothing
        }
    }

    private static func keepNames(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(
            FunctionDeclaration(
                "host.local_names", "Tells the names of the locals so far, for completion.",
                parameters: [Parameter("names", .array(of: "names"), "all of them")])
        ) { arguments in
            runtime.interaction?.locals = arguments[0].table?.items.compactMap(\.text) ?? []
            return .nothing
        }
    }

    // MARK: Tasks

    private static func supervise(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(
            FunctionDeclaration(
                "host.supervise", "From now on failures of the running task's children are told, not adopted."
            )
        ) { _ in
            if let current = runtime.current { runtime.tasks[current].isSupervisor = true }
            return .nothing
        }
    }

    private static func mustEnd(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(FunctionDeclaration("host.must_end", "Whether the running task was cancelled.")) { _ in
            guard let current = runtime.current else { return .value(false) }
            return .value(.boolean(runtime.tasks[current].cancellation != nil))
        }
    }

    private static func poll(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(FunctionDeclaration("host.poll", "Takes notice of signals now.")) { _ in
            runtime.host.idle(for: .zero)
            return .nothing
        }
    }

    // MARK: Help

    private static func explain(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(
            FunctionDeclaration(
                "host.explain", "The help on a name.",
                parameters: [Parameter("name", .string, "the name; empty: all")])
        ) { arguments in
            .value(.string(HelpText.about(arguments[0].text ?? "", in: runtime.moduleDeclarations).text))
        }
    }

    private static func declaredPaths(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(FunctionDeclaration("host.declared_paths", "Where every declared function is.")) { _ in
            .value(.strings(runtime.declarations.map(\.path)))
        }
    }
}

extension ScriptRuntime {
    /// Tells of a failure that nobody waits for.
    func reportToSupervisor(_ failure: LuaState.Failure, of child: UInt32) {
        let message = "\(taskName(child)) failed: \(failure.summary)"
        var text = VisibleText.escaped(message, keepsLines: true) + "\n"
        if let traceback = failure.traceback { text += traceback + "\n" }
        console.writeError(text)
    }
}
