internal import Lua
internal import ScriptRuntime

/// A page of the documentation, as Markdown.
struct DocumentationPage {
    /// The name at the command line: `writing-scripts`.
    var name: String
    /// The name of its file in the catalog, without the ending: `WritingScripts`.
    var file: String
    var text: String

    init(_ name: String, text: String) {
        self.name = name
        self.text = text
        file = name.split(separator: "-").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    }

    /// The sentence below the title.
    var summary: String {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropFirst(2)
        return lines.prefix { !$0.isEmpty }.joined(separator: " ")
    }
}

extension DocumentationPage {
    /// The pages in the order of the index.
    ///
    /// A page is a file in the catalog, a link in `Pages` and a line here.
    static var all: [DocumentationPage] {
        embedded.map { DocumentationPage($0.name, text: String(decoding: $0.bytes, as: UTF8.self)) }
    }

    private static var embedded: [(name: String, bytes: [UInt8])] {
        [
            ("getting-started", PackageResources.GettingStarted_md),
            ("writing-scripts", PackageResources.WritingScripts_md),
            ("rolling", PackageResources.Rolling_md),
            ("rehearsing", PackageResources.Rehearsing_md),
            ("history", PackageResources.History_md),
            ("unattended", PackageResources.Unattended_md),
            ("cookbook", PackageResources.Cookbook_md),
            ("from-ansible", PackageResources.FromAnsible_md),
            ("performance", PackageResources.Performance_md),
            ("architecture", PackageResources.Architecture_md),
            ("installing", PackageResources.Installing_md),
            ("changelog", PackageResources.Changelog_md),
            ("words", PackageResources.Words_md),
        ]
    }

    /// The name of the page that the program makes from its declarations on request.
    static let reference = "reference"

    /// Finds a page by its name; ignores capitals, hyphens and the ending `.md`.
    static func find(_ word: String) throws -> DocumentationPage? {
        let wanted = plain(word)
        if wanted == reference {
            return DocumentationPage(reference, text: ReferencePage.text(of: try Declarations.forPeople()))
        }
        return all.first { plain($0.name) == wanted }
    }

    /// Returns ` (did you mean 'x'?)`, or an empty text if no name is near.
    static func hint(for word: String) -> String {
        NearestName.hint(for: word.lowercased(), among: all.map(\.name) + [reference])
    }

    private static func plain(_ word: String) -> String {
        let name = word.hasSuffix(".md") ? word.dropLast(3) : word[...]
        return name.lowercased().filter { $0.isLetter || $0.isNumber }
    }
}
