internal import Lua
package import ScriptRuntime

/// The host functions of `repl.lua`, and `help(…)`; only interactive runs have this module.
package final class REPLModule {
    /// The interactive session, while it runs.
    private var interaction: Interaction?
    /// The field names of each local variable of the session, by the name of the variable; empty if it is no
    /// table.
    package private(set) var locals: [String: [String]] = [:]

    package init() {}

    /// Runs an interactive session until its end; this module must be one of the runtime's modules.
    ///
    /// Writes the greeting first. Calls `onInterrupted` after each Ctrl-C that was handled, so that the next
    /// Ctrl-C counts as the first.
    package func hold(
        on runtime: ScriptRuntime, reader: any LineReader, greeting: String?,
        onInterrupted: @escaping () -> Void = {}
    ) -> RunOutcome {
        let interaction = Interaction(runtime, reader, onInterrupted: onInterrupted)
        self.interaction = interaction
        runtime.interruptHandler = interaction
        runtime.console.prompt = reader
        defer {
            self.interaction = nil
            runtime.interruptHandler = nil
            runtime.console.prompt = nil
        }
        if let greeting { runtime.console.write(Array((greeting + "\n").utf8)) }
        return runtime.run(chunkName: "=[zecscript repl]", source: Self.entry)
    }

    package func make(_ runtime: ScriptRuntime) -> ScriptModule {
        ScriptModule(
            name: "repl", summary: "Conversations.",
            functions: [
                readLine(runtime), inputHasEnded(runtime), remember(runtime), supervise(runtime),
                mustEnd(runtime), poll(runtime),
                keepNames(runtime), explain(runtime), declaredPaths(runtime), terminalWidth(runtime),
            ],
            scripted: [Self.help], chunk: OwnLua.repl)
    }

    /// The module that formats lists of rows; it loads before the session begins.
    static var tables: ScriptModule {
        ScriptModule(
            name: "repl_table", summary: "Lists of rows as tables.", chunk: OwnLua.repl_table)
    }

    /// The main chunk of a session; `repl.lua` stores its loop in the registry, where no script looks for it.
    private static let entry = Array("return debug.getregistry()['zecscript.repl']()".utf8)

    private static let help = FunctionDeclaration(
        "help", "Explains a function, a module, or everything there is; in the REPL only.",
        parameters: [
            Parameter("subject", .any, #"a function, a module, or its name: `"zec.reboot"`"#, optional: true)
        ])

    // MARK: Lines

    private func readLine(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(
            FunctionDeclaration(
                "host.read_line", "Waits for a line: its text, false when it was given up, nil at the end.",
                parameters: [Parameter("prompt", .string, "what asks for it")], waits: true)
        ) { [self] arguments in
            guard let interaction = interaction else { return .nothing }
            return try interaction.read(prompt: arguments[0].text ?? "")
        }
    }

    private func inputHasEnded(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(FunctionDeclaration("host.input_has_ended", "Says that no more lines are read.")) {
            [self] _ in
            interaction?.inputHasEnded()
            return .nothing
        }
    }

    private func remember(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(
            FunctionDeclaration(
                "host.remember", "Keeps an input in the history.",
                parameters: [Parameter("text", .string, "the whole input")])
        ) { [self] arguments in
            interaction?.remember(arguments[0].text ?? "")
            return .nothing
        }
    }

    private func keepNames(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(
            FunctionDeclaration(
                "host.local_names", "Tells the locals so far, for completion.",
                parameters: [Parameter("locals", .table, "the names of the fields, by the name of the local")]
            )
        ) { [self] arguments in
            locals = [:]
            for field in arguments[0].table?.fields ?? [] {
                guard let name = field.key.text else { continue }
                locals[name] = field.value.table?.items.compactMap(\.text) ?? []
            }
            return .nothing
        }
    }

    // MARK: Tasks

    private func supervise(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(
            FunctionDeclaration(
                "host.supervise", "From now on failures of the running task's children are told, not adopted."
            )
        ) { _ in
            runtime.superviseChildren()
            return .nothing
        }
    }

    private func mustEnd(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(FunctionDeclaration("host.must_end", "Whether the running task was cancelled.")) { _ in
            .value(.boolean(runtime.isCancelled))
        }
    }

    private func poll(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(FunctionDeclaration("host.poll", "Takes notice of signals now.")) { _ in
            runtime.host.idle(for: .zero)
            return .nothing
        }
    }

    private func terminalWidth(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(FunctionDeclaration("host.terminal_width", "The columns of the terminal, or nil.")) {
            _ in
            .value(runtime.host.terminalWidth(of: .standardOutput).map { .integer(Int64($0)) } ?? .nil)
        }
    }

    // MARK: Help

    private func explain(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(
            FunctionDeclaration(
                "host.explain", "The help on a name.",
                parameters: [Parameter("name", .string, "the name; empty: all")])
        ) { arguments in
            .value(
                .string(
                    HelpText.about(
                        arguments[0].text ?? "", in: runtime.moduleDeclarations, topics: HelpTopics.all,
                        width: runtime.host.terminalWidth(of: .standardOutput)
                    ).text))
        }
    }

    private func declaredPaths(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(FunctionDeclaration("host.declared_paths", "Where every declared function is.")) { _ in
            .value(.strings(runtime.declarations.map(\.path)))
        }
    }
}
