import Foundation
import Testing

@testable import zecscript

/// The commands on the pages of the documentation work.
@Suite struct PageCommandsTests {
    static let paths =
        ["README.md"]
        + DocumentationPage.all.map { "Sources/zecscript/Documentation.docc/\($0.file).md" }

    /// Whether a rehearsal is short enough for a debug build: it sets `--runs`, and its weather is calm.
    private func isShortRehearsal(_ words: [String]) -> Bool {
        words.first == "rehearse" && words.contains("--runs") && words.contains("calm")
            && !words.contains("--every-kill")
    }

    @Test(arguments: paths)
    func everySimulatedCommandEndsWell(path: String) throws {
        let page = try MarkdownPage(path)
        for words in page.commands where words.contains("--simulate") || words.first == "check" {
            let run = try page.run(words)
            #expect(run.code == 0, "\(words): \(run.error)")
        }
    }

    @Test(arguments: paths)
    func everyShortRehearsalFindsNothingAndRebootsInstances(path: String) throws {
        let page = try MarkdownPage(path)
        for words in page.commands where isShortRehearsal(words) {
            let run = try page.run(words)
            #expect(run.code == 0, "\(words): \(run.output)")
            #expect(run.output.contains("with 0 (success)"), "\(words): \(run.output)")
        }
    }

    /// Commands that need an account or a file can't run here: the test only checks that they parse, and that
    /// their scripts exist.
    @Test(arguments: paths)
    func everyOtherCommandIsOneAndNamesAFileThatIsThere(path: String) throws {
        let page = try MarkdownPage(path)
        for words in page.commands {
            let command = try Program.parse(words)
            guard let run = command as? RunCommand, run.code.isEmpty, let script = run.commandLine.first
            else { continue }
            let isFile = ["", "scripts/examples/"].contains {
                FileManager.default.fileExists(atPath: packageFile($0 + script).path)
            }
            #expect(isFile || page.scripts.contains { $0.name == script }, "\(script)")
        }
    }

    @Test func theCookbookHasTwelveRecipesAndEachOneIsRun() throws {
        let page = try MarkdownPage.inCatalog("Cookbook")
        let recipes = page.text.split(separator: "\n## ").filter { $0.first?.isNumber == true }
        #expect(recipes.count == 12)
        for recipe in recipes {
            let isRun = recipe.split(separator: "\n").contains { line in
                let words = line.split(separator: " ").dropFirst().map(String.init)
                return line.hasPrefix("zecscript ")
                    && (words.first == "--simulate" || isShortRehearsal(words))
            }
            #expect(isRun, "\(recipe.prefix(40))")
        }
        let named = page.commands.joined()
        for script in page.scripts { #expect(named.contains(script.name), "\(script.name)") }
    }

    @Test func theConversationWentSo() throws {
        let page = try MarkdownPage.inCatalog("WritingScripts")
        let block = try #require(page.texts("text").first { $0.hasPrefix("> ") })
        let conversation = block.split(separator: "\n")
        let typed = conversation.filter { $0.hasPrefix("> ") }.map { $0.dropFirst(2) + "\n" }.joined()
        let answers = conversation.filter { !$0.hasPrefix("> ") }.map { $0 + "\n" }.joined()
        #expect(try ProgramRun(["repl", "--simulate", "3"], input: typed).output == answers)
    }

    @Test func theOptionsOfTheExampleAreRead() throws {
        let page = try MarkdownPage.inCatalog("WritingScripts")
        let words = try #require(page.commands.first { $0.first == "options.lua" })
        #expect(try page.run(words).output == "soft\t5\t90.0\tfalse\t1\t1\n")
    }

    @Test func theWeatherIsPrinted() throws {
        let page = try MarkdownPage.inCatalog("Rehearsing")
        let words = try #require(page.commands.first { $0.contains("--print") })
        #expect(try page.run(words).output.contains("\"answerLost\""))
    }

    /// Cron reads a line up to a percent sign, unless a backslash stands before it.
    @Test func theLineOfTheCrontabIsACommandAndNamesAFileThatIsThere() throws {
        let page = try MarkdownPage.inCatalog("Unattended")
        let line = try #require(page.texts("crontab").first).replacing("\\%", with: "\u{0}")
        #expect(!line.contains("%"))
        let words = line.replacing("\u{0}", with: "%").split { " \n".contains($0) }
            .drop { !$0.hasSuffix("zecscript") }
        #expect(words.first?.hasPrefix("/") == true, "cron has a short PATH")
        let command = try #require(
            try Program.parse(words.dropFirst().map { $0.filter { $0 != "'" } }) as? RunCommand)
        let name = try #require(command.commandLine.first?.split(separator: "/").last)
        #expect(FileManager.default.fileExists(atPath: packageFile("scripts/\(name)").path))
    }

    @Test(arguments: paths)
    func everyLinkLeadsSomewhere(path: String) throws {
        let page = try MarkdownPage(path)
        let prose = page.text.split(separator: "```", omittingEmptySubsequences: false).enumerated()
            .filter { $0.offset.isMultiple(of: 2) }.map(\.element).joined()
        let folder = path == "README.md" ? "" : "Sources/zecscript/Documentation.docc/"
        for link in prose.matches(of: /\]\((?<path>[^)]+)\)/) where !link.path.hasPrefix("https://") {
            let file = packageFile(folder + link.path).path
            #expect(FileManager.default.fileExists(atPath: file), "\(link.path)")
        }
        for link in prose.matches(of: /<doc:(?<name>[^>]+)>/) {
            let file = packageFile("Sources/zecscript/Documentation.docc/\(link.name).md").path
            #expect(FileManager.default.fileExists(atPath: file), "\(link.name)")
        }
    }
}
