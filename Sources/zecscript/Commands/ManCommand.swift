internal import ArgumentParser
internal import LiveHost

/// `zecscript man --output DIR`: the manual pages, for packages.
struct ManCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "man", abstract: "Writes the manual pages of the program and its commands.",
        shouldDisplay: false)

    @Option(
        help: ArgumentHelp("The folder to write zecscript.1 and the others into.", valueName: "dir"),
        completion: .directory)
    var output: String

    mutating func run() throws {
        for page in ManPage.all {
            try GeneratedFile(text: page.text, path: "\(output)/\(page.name).1").deliver(checking: false)
        }
    }
}
