import Foundation
import Testing

@testable import zecscript

/// The claims and examples of the README are true.
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

    /// The words of each command that begins with the program's name, without what is meant for the shell at its end.
    private var commands: [[String]] {
        texts("sh").joined().split(separator: "\n").filter { $0.hasPrefix("zecscript ") }.map { line in
            let command = line.prefix { $0 != ">" && $0 != "&" }
            return command.split(separator: " ").dropFirst().map { $0.filter { $0 != "'" } }
        }
    }

    /// A folder with the scripts in the README, under the names in their first lines.
    private func folderOfScripts() throws -> URL {
        let folder = FileManager.default.temporaryDirectory.appending(path: "readme-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for text in texts("lua") {
            guard let name = try name(of: text) else { continue }
            try text.write(to: folder.appending(path: name), atomically: true, encoding: .utf8)
        }
        let scripts = folder.appending(path: "scripts")
        try FileManager.default.createSymbolicLink(at: scripts, withDestinationURL: packageFile("scripts"))
        return folder
    }

    private func name(of script: String) throws -> String? {
        try #/^-- (?<name>[a-z]+\.lua): /#.firstMatch(in: script).map { String($0.name) }
    }

    private func run(_ words: [String]) throws -> ProgramRun {
        let folder = try folderOfScripts()
        defer { try? FileManager.default.removeItem(at: folder) }
        return try ProgramRun(words, folder: folder)
    }

    /// Whether a text matches the README's version: a line … stands for any lines, and … at the end of a line for the rest of
    /// the line.
    private func isShortened(_ text: String, to shown: String) -> Bool {
        var lines = text.split(separator: "\n")[...], mayLeaveOut = false
        for line in shown.split(separator: "\n") {
            if line == "…" {
                mayLeaveOut = true
                continue
            }
            let place = lines.firstIndex { line.hasSuffix("…") ? $0.hasPrefix(line.dropLast()) : $0 == line }
            guard let place, mayLeaveOut || place == lines.startIndex else { return false }
            lines = lines[(place + 1)...]
            mayLeaveOut = false
        }
        return mayLeaveOut || lines.isEmpty
    }

    @Test func theScriptPrintsWhatStandsBelowIt() throws {
        let run = try run(["--simulate", "12", "restart.lua"])
        #expect(run.output == texts("text")[0])
        #expect(run.code == 0)
    }

    @Test func theConversationWentSo() throws {
        let block = try #require(texts("text").first { $0.hasPrefix("> ") })
        let conversation = block.split(separator: "\n")
        let typed = conversation.filter { $0.hasPrefix("> ") }.map { $0.dropFirst(2) + "\n" }.joined()
        let answers = conversation.filter { !$0.hasPrefix("> ") }.map { $0 + "\n" }.joined()
        #expect(try ProgramRun(["repl", "--simulate", "3"], input: typed).output == answers)
    }

    @Test func everySimulatedCommandEndsWell() throws {
        for words in commands where words.contains("--simulate") || words.first == "check" {
            #expect(try run(words).code == 0, "\(words)")
        }
    }

    @Test func theRehearsalFindsTheMistakeAsItStandsThere() throws {
        let words = try #require(commands.first { $0.first == "rehearse" })
        let run = try run(words)
        #expect(run.code == 5)
        #expect(isShortened(run.output, to: texts("text")[1]), "\(run.output)")
    }

    @Test func theMendedScriptPasses() throws {
        let words = try #require(commands.first { $0.first == "rehearse" && $0.last == "web.lua" })
        // A thousand runs would take too long in a debug build.
        let run = try run(["rehearse", "--runs", "25"] + words.dropFirst())
        #expect(run.code == 0)
        #expect(run.output.contains("violations      none"))
        #expect(run.output.contains("with 0 (success)"))
    }

    @Test func theWeatherIsPrinted() throws {
        let words = try #require(commands.first { $0.contains("--print") })
        #expect(try run(words).output.contains("\"answerLost\""))
    }

    @Test func everyOtherCommandIsOneAndNamesAFileThatIsThere() throws {
        for words in commands {
            let command = try Program.parse(words)
            guard let script = (command as? RunCommand)?.commandLine.first else { continue }
            let isInText = try texts("lua").contains { try name(of: $0) == script }
            #expect(isInText || FileManager.default.fileExists(atPath: packageFile(script).path), "\(script)")
        }
    }

    /// Cron reads a line up to a percent sign, unless a backslash stands before it.
    @Test func theLineOfTheCrontabIsACommandAndNamesAFileThatIsThere() throws {
        let line = try #require(texts("crontab").first).replacing("\\%", with: "\u{0}")
        #expect(!line.contains("%"))
        let words = line.replacing("\u{0}", with: "%").split { " \n".contains($0) }
            .drop { $0 != "zecscript" }.dropFirst().map { $0.filter { $0 != "'" } }
        let command = try #require(try Program.parse(words) as? RunCommand)
        let name = try #require(command.commandLine.first?.split(separator: "/").last)
        #expect(FileManager.default.fileExists(atPath: packageFile("scripts/\(name)").path))
    }

    @Test func everyLinkLeadsSomewhere() throws {
        let text = try String(contentsOf: packageFile("README.md"), encoding: .utf8)
        for link in text.matches(of: /\]\((?<path>[^)]+)\)/) where !link.path.hasPrefix("https://") {
            #expect(
                FileManager.default.fileExists(atPath: packageFile(String(link.path)).path), "\(link.path)")
        }
    }
}
