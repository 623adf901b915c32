import ArgumentParser
import Foundation
import ScriptRuntime
import Testing

@testable import zecscript

/// The manual pages.
@Suite struct ManPageTests {
    private func page(_ name: String) throws -> String {
        try #require(ManPage.all.first { $0.name == name }).text
    }

    @Test func everyCommandHasAPage() {
        let shown = ZecscriptCommand.configuration.subcommands.filter {
            $0 != RunCommand.self && $0.configuration.shouldDisplay
        }
        let names = shown.map { "zecscript-\($0.configuration.commandName ?? "")" }
        #expect(Set(ManPage.all.map(\.name)) == Set(names + ["zecscript", "zecscript-runs-prune"]))
    }

    @Test func aPageHasEveryOptionOfItsCommand() throws {
        let pages = [
            ("zecscript", ProgramFlags.of(RunCommand.self)),
            ("zecscript-rehearse", ProgramFlags.of(RehearseCommand.self)),
        ]
        for (name, flags) in pages {
            let page = try page(name)
            for option in flags.names where option != "--version" || name == "zecscript" {
                #expect(page.contains(Roff.escaped(option)), "\(name): \(option)")
            }
        }
    }

    @Test func theProgramsPageHasEveryExitCodeAndEveryCommand() throws {
        let page = try page("zecscript")
        for row in ExitCode.meanings { #expect(page.contains(".B \"\(row.code)\"\n")) }
        for page in ManPage.all where page.name != "zecscript" {
            #expect(try self.page("zecscript").contains(".BR \"\(Roff.escaped(page.name))\" (1)"))
        }
    }

    @Test func everyExampleIsACommandLine() throws {
        for example in ManText.examples.values.flatMap(\.self) {
            for line in example.command.split(separator: "\n") where line.hasPrefix("zecscript ") {
                #expect(throws: Never.self) {
                    try Program.parse(line.split(separator: " ").dropFirst().map(String.init))
                }
            }
        }
        let commands = ZecscriptCommand.names + ["prune"]
        #expect(ManText.examples.keys.allSatisfy(commands.contains))
    }

    @Test func whatManTakesForARequestIsEscaped() {
        #expect(Roff.escaped(".x\n'a' -b\\n") == "\\&.x\n\\(aqa\\(aq \\-b\\en")
    }

    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/man")))
    func manHasNoWarning() throws {
        for page in ManPage.all {
            let file = try TemporaryFile(page.text, name: "\(page.name).1")
            let run = try ProgramRun(
                ["-c", "man --warnings -E UTF-8 -l -Tutf8 -Z '\(file.path)' > /dev/null"],
                variables: ["MANROFFSEQ": "", "MANWIDTH": "80", "LC_ALL": "C.UTF-8"],
                executable: URL(fileURLWithPath: "/bin/sh"))
            #expect(run.code == 0 && run.error.isEmpty, "\(page.name): \(run.error)")
        }
    }
}
