internal import ArgumentParser
internal import LiveHost
internal import ScriptRuntime

/// `zecscript docs [PAGE]`: the documentation at the terminal.
struct DocsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "docs", abstract: "Shows a page of the documentation, or lists the pages.",
        discussion: """
            On a terminal the page is wrapped to its width and shown by the program in PAGER, or by less. Elsewhere it is \
            plain text of 80 columns.
            """)

    @Argument(help: "The page, such as getting-started; without a name the pages are listed.")
    var page: String?

    mutating func run() throws {
        let terminal = Program.terminal
        let width = min(Program.columns, 100)
        guard let page else { return try CommandOutput.write(Self.list(width: width)) }
        guard let found = try DocumentationPage.find(page) else {
            throw ValidationError(
                "there is no page '\(page)'\(DocumentationPage.hint(for: page)); zecscript docs lists the pages"
            )
        }
        try Pager(on: terminal).show(PageLayout.text(of: found.text, width: width))
    }

    /// The names of all pages, with a sentence each.
    static func list(width: Int) -> String {
        var rows = DocumentationPage.all.map { "- `\($0.name)`: \($0.summary)" }
        rows.append("- `\(DocumentationPage.reference)`: Every function that a script can call.")
        return PageLayout.text(
            of: "zecscript docs PAGE shows a page.\n\n" + rows.joined(separator: "\n"), width: width)
    }
}
