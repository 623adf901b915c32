import Foundation
import Testing

@testable import zecscript

/// What the README says is so.
@Suite struct ReadmeTests {
    private struct Block {
        var language: Substring
        var text: String
    }

    private let blocks: [Block]

    init() throws {
        let text = try String(contentsOf: packageFile("README.md"), encoding: .utf8)
        let parts = text.split(separator: "```", omittingEmptySubsequences: false)
        blocks = stride(from: 1, to: parts.count, by: 2).map { index in
            let lines = parts[index].split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
            return Block(language: lines[0], text: String(lines[1]))
        }
    }

    private func texts(_ language: String) -> [String] {
        blocks.filter { $0.language == language }.map(\.text)
    }

    /// The words of each command that begins with the program's name.
    private var commands: [[String]] {
        texts("sh").joined().split(separator: "\n").filter { $0.hasPrefix("zecscript ") }.map { line in
            line.split(separator: " ").dropFirst().map { $0.filter { $0 != "'" } }
        }
    }

    private func script() throws -> TemporaryFile { try TemporaryFile(texts("lua")[0], name: "restart.lua") }

    private func run(_ words: [String], script: TemporaryFile) throws -> ProgramRun {
        try ProgramRun(words.map { $0 == "restart.lua" ? script.path : $0 }, folder: packageFile("."))
    }

    @Test func theScriptPrintsWhatStandsBelowIt() throws {
        let run = try run(["--simulate", "12", "restart.lua"], script: script())
        #expect(run.output == texts("text")[0])
        #expect(run.code == 0)
    }

    @Test func theConversationWentSo() throws {
        let conversation = texts("text")[1].split(separator: "\n")
        let typed = conversation.filter { $0.hasPrefix("> ") }.map { $0.dropFirst(2) + "\n" }.joined()
        let answers = conversation.filter { !$0.hasPrefix("> ") }.map { $0 + "\n" }.joined()
        #expect(try ProgramRun(["repl", "--simulate", "3"], input: typed).output == answers)
    }

    @Test func everySimulatedCommandEndsWell() throws {
        let script = try script()
        for words in commands where words.contains("--simulate") || words.first == "check" {
            #expect(try run(words, script: script).code == 0, "\(words)")
        }
    }

    @Test func everyOtherCommandIsOneAndNamesAFileThatIsThere() throws {
        for words in commands {
            let command = try Program.parse(words)
            guard let script = (command as? RunCommand)?.commandLine.first, script != "restart.lua" else {
                continue
            }
            #expect(FileManager.default.fileExists(atPath: packageFile(script).path))
        }
    }

    @Test func everyLinkLeadsSomewhere() throws {
        let text = try String(contentsOf: packageFile("README.md"), encoding: .utf8)
        for link in text.matches(of: /\]\((?<path>[^)]+)\)/) where !link.path.hasPrefix("https://") {
            #expect(
                FileManager.default.fileExists(atPath: packageFile(String(link.path)).path), "\(link.path)")
        }
    }
}
