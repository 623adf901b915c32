import Foundation
import Testing

@testable import zecscript

/// The claims and examples of the README are true.
@Suite struct ReadmeTests {
    private let page: MarkdownPage

    init() throws { page = try MarkdownPage("README.md") }

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
        let run = try page.run(["--simulate", "12", "restart.lua"])
        #expect(run.output == page.texts("text")[0])
        #expect(run.code == 0)
    }

    @Test func theRehearsalFindsTheMistakeAsItStandsThere() throws {
        let words = try #require(page.commands.first { $0.first == "rehearse" })
        let run = try page.run(words)
        #expect(run.code == 5)
        #expect(isShortened(run.output, to: page.texts("text")[1]), "\(run.output)")
    }

    @Test func theMendedScriptPasses() throws {
        let words = try #require(page.commands.first { $0.first == "rehearse" && $0.last == "web.lua" })
        // A thousand runs would take too long in a debug build.
        let run = try page.run(["rehearse", "--runs", "25"] + words.dropFirst())
        #expect(run.code == 0)
        #expect(run.output.contains("violations      none"))
        #expect(run.output.contains("with 0 (success)"))
    }

    @Test func itIsShort() {
        #expect(page.text.split(separator: "\n", omittingEmptySubsequences: false).count <= 131)
    }

    /// The recording has no script, fits light and dark themes, and does not move for readers who ask for
    /// reduced motion.
    @Test func thePictureIsSafeToShow() throws {
        let link = try #require(page.text.firstMatch(of: /!\[[^\]]+\]\((?<path>[^)]+\.svg)\)/))
        let picture = try String(contentsOf: packageFile(String(link.path)), encoding: .utf8)
        #expect(!picture.contains("<script"))
        #expect(picture.contains("prefers-reduced-motion: reduce"))
        #expect(picture.contains("prefers-color-scheme: dark"))
        #expect(picture.contains("<title>"))
    }

    /// The scripts on the first pages are files as well, so that they need not be copied.
    @Test(arguments: ["README.md", "Sources/zecscript/Documentation.docc/GettingStarted.md"])
    func theExamplesAreFiles(path: String) throws {
        let shown = try MarkdownPage(path).scripts
        #expect(!shown.isEmpty)
        for script in shown {
            let file = packageFile("scripts/examples/\(script.name)")
            #expect(try String(contentsOf: file, encoding: .utf8) == script.text, "\(script.name)")
        }
    }
}
