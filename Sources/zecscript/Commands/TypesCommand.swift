internal import ArgumentParser
internal import ScriptRuntime

/// `zecscript types`: definitions for editors.
struct TypesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "types",
        abstract:
            "Writes type definitions for the Lua language server, with which editors check and complete scripts.",
        discussion: "They are for the Lua language server; put zec.d.lua into its workspace.library.")

    @Option(
        help: ArgumentHelp(
            "The folder to write zec.d.lua into; standard output unless set.", valueName: "dir"),
        completion: .directory)
    var output: String?

    @Flag(help: "Write nothing; exit code 1 where the file in the folder is not up to date.")
    var check = false

    mutating func run() throws {
        let text = TypeDefinitions.text(of: try Declarations.forScripts())
        try GeneratedFile(text: text, path: output.map { "\($0)/zec.d.lua" }).deliver(checking: check)
    }
}
