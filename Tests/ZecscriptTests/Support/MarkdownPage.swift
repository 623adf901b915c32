import Foundation

/// A page of the documentation, with its blocks of code.
struct MarkdownPage: Sendable {
    struct Block: Sendable {
        var language: String
        var text: String
    }

    var text: String
    var blocks: [Block]

    /// Reads a page of the repository.
    init(_ path: String) throws {
        text = try String(contentsOf: Self.file(path), encoding: .utf8)
        let parts = text.split(separator: "```", omittingEmptySubsequences: false)
        blocks = stride(from: 1, to: parts.count, by: 2).map { index in
            let lines = parts[index].split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
            return Block(language: String(lines[0]), text: lines.count > 1 ? String(lines[1]) : "")
        }
    }

    /// A file of the repository; this file is one folder deeper than the tests.
    private static func file(_ path: String) -> URL { packageFile("../\(path)") }

    /// A page of the catalog, by the name of its file.
    static func inCatalog(_ name: String) throws -> MarkdownPage {
        try MarkdownPage("Sources/zecscript/Documentation.docc/\(name).md")
    }

    func texts(_ language: String) -> [String] {
        blocks.filter { $0.language == language }.map(\.text)
    }

    /// The words of each command that begins with the program's name, up to a redirection or `&`.
    var commands: [[String]] {
        texts("sh").joined().split(separator: "\n").filter { $0.hasPrefix("zecscript ") }.map { line in
            Array(Self.words(of: line).dropFirst().prefix { !$0.hasPrefix(">") && !$0.hasPrefix("&") })
        }
    }

    /// Splits a line of the shell into words; knows single quotes only.
    private static func words(of line: Substring) -> [String] {
        var words: [String] = [], isQuoted = false, isOpen = false
        for character in line {
            if character == "'" { isQuoted.toggle() }
            if character == " ", !isQuoted {
                isOpen = false
            } else {
                if !isOpen { words.append("") }
                isOpen = true
                if character != "'" { words[words.count - 1].append(character) }
            }
        }
        return words
    }

    /// The scripts that the page shows, by the names in their first lines.
    var scripts: [(name: String, text: String)] {
        texts("lua").compactMap { text in
            (try? #/^-- (?<name>[a-z-]+\.lua): /#.firstMatch(in: text)).map { (String($0.name), text) }
        }
    }

    /// Runs a command in a folder with the scripts of the page and of the folder `scripts/examples`.
    func run(_ words: [String]) throws -> ProgramRun {
        let folder = try makeFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        return try ProgramRun(words, folder: folder)
    }

    private func makeFolder() throws -> URL {
        let manager = FileManager.default
        let folder = manager.temporaryDirectory.appending(path: "page-\(UUID().uuidString)")
        try manager.createDirectory(at: folder, withIntermediateDirectories: true)
        let examples = Self.file("scripts/examples")
        for name in try manager.contentsOfDirectory(atPath: examples.path) {
            try manager.copyItem(at: examples.appending(path: name), to: folder.appending(path: name))
        }
        for script in scripts {
            try script.text.write(to: folder.appending(path: script.name), atomically: true, encoding: .utf8)
        }
        for table in texts("csv") {
            try table.write(to: folder.appending(path: "ids.csv"), atomically: true, encoding: .utf8)
        }
        try manager.createSymbolicLink(
            at: folder.appending(path: "scripts"), withDestinationURL: Self.file("scripts"))
        return folder
    }

    /// The first cells of the table below a row with this title.
    func firstCells(ofTableTitled title: String) -> [String] {
        text.split(separator: "\n", omittingEmptySubsequences: false).drop { !$0.hasPrefix("| \(title) |") }
            .prefix { $0.hasPrefix("|") }.dropFirst(2)
            .compactMap { $0.split(separator: "|").first?.trimmingCharacters(in: .whitespaces) }
    }
}
