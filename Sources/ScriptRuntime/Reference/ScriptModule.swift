package import Lua

/// A module that scripts can call: functions with Swift bodies, functions with Lua bodies, or both.
package struct ScriptModule {
    /// The name in `help(…)` and the reference: `"task"`; `""` for global functions.
    package var name: String
    /// One sentence for the reference.
    package var summary: String
    /// Functions written in Swift.
    ///
    /// A function whose path begins with `host.` is visible to the embedded Lua only.
    package var functions: [HostFunction]
    /// Declarations of functions whose bodies ``chunk`` supplies through `declare(path, body)`.
    package var scripted: [FunctionDeclaration]
    /// Declarations of functions whose bodies come from elsewhere: from C, or from a library that a script requires.
    ///
    /// Only help, the reference and the checks of scripts need them, so that a start does not make them.
    package var declared: @Sendable () -> [FunctionDeclaration]
    /// The summaries of further modules whose functions this one declares, by name: `tcp` beside `http`.
    package var otherSummaries: KeyValuePairs<String, String>
    /// The kinds of table that its functions return; as for ``declared``, a start does not make them.
    package var records: @Sendable () -> [RecordDeclaration]
    /// The module's embedded Lua.
    package var chunk: OwnChunk?

    package init(
        name: String, summary: String, functions: [HostFunction] = [], scripted: [FunctionDeclaration] = [],
        declared: @autoclosure @escaping @Sendable () -> [FunctionDeclaration] = [],
        otherSummaries: KeyValuePairs<String, String> = [:],
        records: @autoclosure @escaping @Sendable () -> [RecordDeclaration] = [], chunk: OwnChunk? = nil
    ) {
        self.name = name
        self.summary = summary
        self.functions = functions
        self.scripted = scripted
        self.declared = declared
        self.otherSummaries = otherSummaries
        self.records = records
        self.chunk = chunk
    }
}

/// Makes a module for one runtime; the module's state is captured by its functions.
package typealias ModuleMaker = (ScriptRuntime) -> ScriptModule
