internal import ArgumentParser
internal import ScriptRuntime

/// `zecscript reference`: every function, as a page of Markdown.
struct ReferenceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reference", abstract: "Writes the reference of all functions, as Markdown.")

    @Option(
        help: ArgumentHelp("The file to write; standard output unless set.", valueName: "file"),
        completion: .file(extensions: ["md"]))
    var output: String?

    @Flag(help: "Write nothing; exit code 1 where the file is not up to date.")
    var check = false

    mutating func run() throws {
        let text = ReferencePage.text(of: try Declarations.forPeople())
        try GeneratedFile(text: text, path: output).deliver(checking: check)
    }
}
