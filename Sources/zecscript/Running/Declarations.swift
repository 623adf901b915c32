internal import LiveHost
internal import Modules
internal import Rolling
internal import ScriptRuntime

/// All functions that scripts can call, for commands that document them without running a script.
enum Declarations {
    /// The functions of a script.
    static func forScripts() throws -> [ModuleDeclaration] { try declarations(isInteractive: false) }

    /// The functions of a script, and the functions that only the REPL has.
    static func forPeople() throws -> [ModuleDeclaration] { try declarations(isInteractive: true) }

    private static func declarations(isInteractive: Bool) throws -> [ModuleDeclaration] {
        var composition = RunComposition.complete()
        composition.conversation = isInteractive ? REPLModule() : nil
        return try composition.makeRuntime(on: LiveHost(receivingSignals: false)).moduleDeclarations
    }
}
