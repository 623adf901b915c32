internal import LiveHost
internal import Modules
internal import Rolling
internal import ScriptRuntime

/// All that scripts can call, for those who tell of it without running a script.
enum Declarations {
    /// What a script can call.
    static func forScripts() throws -> [ModuleDeclaration] { try declarations(isInteractive: false) }

    /// That, and what only the REPL has.
    static func forPeople() throws -> [ModuleDeclaration] { try declarations(isInteractive: true) }

    private static func declarations(isInteractive: Bool) throws -> [ModuleDeclaration] {
        var composition = RunComposition.complete()
        composition.conversation = isInteractive ? REPLModule() : nil
        return try composition.makeRuntime(on: LiveHost(receivingSignals: false)).moduleDeclarations
    }
}
