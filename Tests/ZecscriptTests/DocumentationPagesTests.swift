import Foundation
import Lua
import ScriptRuntime
import Testing
import ZenlayerCloud

@testable import zecscript

/// The pages of the documentation are complete: each is at the terminal and in the index, and its lists agree
/// with the code.
@Suite struct DocumentationPagesTests {
    private static let catalog = "Sources/zecscript/Documentation.docc"

    private func text(_ path: String) throws -> String {
        try String(contentsOf: packageFile(path), encoding: .utf8)
    }

    // MARK: The pages

    @Test func everyPageOfTheCatalogIsAtTheTerminal() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: packageFile(Self.catalog).path)
            .filter { $0.hasSuffix(".md") && $0 != "zecscript.md" && $0 != "Reference.md" }
        let missing = Set(files).symmetricDifference(DocumentationPage.all.map { "\($0.file).md" })
        #expect(
            missing == [], "a page needs a link in Sources/zecscript/Pages and a line in DocumentationPage")
        for page in DocumentationPage.all {
            #expect(try text("\(Self.catalog)/\(page.file).md") == page.text)
        }
    }

    @Test func theIndexNamesEveryPageAndDecision() throws {
        let index = try text("\(Self.catalog)/zecscript.md")
        let decisions = try FileManager.default.contentsOfDirectory(
            atPath: packageFile("\(Self.catalog)/Decisions").path)
        let names = DocumentationPage.all.map(\.file) + decisions.map { $0.replacing(".md", with: "") }
        for name in names + ["Reference"] { #expect(index.contains("- <doc:\(name)>"), "\(name)") }
    }

    @Test func everyPageBeginsWithOneSentence() {
        for page in DocumentationPage.all {
            #expect(page.text.hasPrefix("# "))
            #expect(page.summary.hasSuffix("."), "\(page.name)")
        }
    }

    // MARK: The command

    @Test func theListHasEveryPageWithItsSentence() throws {
        let run = try ProgramRun(["docs"])
        #expect(run.code == 0)
        for page in DocumentationPage.all { #expect(run.output.contains("- `\(page.name)`: ")) }
    }

    @Test(arguments: ["from-ansible", "FromAnsible", "fromansible", "FromAnsible.md"])
    func aPageIsFoundHoweverItsNameIsWritten(name: String) throws {
        let run = try ProgramRun(["docs", name])
        #expect(run.code == 0)
        #expect(run.output.hasPrefix("FROM ANSIBLE\n"))
    }

    @Test func theReferenceIsAPageToo() throws {
        #expect(try ProgramRun(["docs", "reference"]).output.contains("zec.reboot(ids [, options])"))
    }

    @Test func aMisspelledPageIsAWrongCommandLineWithAHint() throws {
        let run = try ProgramRun(["docs", "cookbok"])
        #expect(run.code == 2)
        #expect(run.error.contains("there is no page 'cookbok' (did you mean 'cookbook'?)"))
    }

    // MARK: Lists of the code

    /// The words of a list that stands on one line of a Lua file.
    private func list(_ name: String, in path: String) throws -> [String] {
        let line = try #require(
            try text(path).split(separator: "\n").first { $0.hasPrefix("local \(name) = {") })
        return line.matches(of: /"(?<word>[a-z]+)"/).map { String($0.word) }
    }

    /// The names in backticks in the first column of a table.
    private func names(_ page: String, _ title: String) throws -> Set<String> {
        let cells = try MarkdownPage.inCatalog(page).firstCells(ofTableTitled: title)
        return Set(cells.flatMap { $0.matches(of: /`(?<name>[^`]+)`/).map { String($0.name) } })
    }

    @Test func theTypesAndFieldsOfOptionsAreThoseOfTheCode() throws {
        let code = "Sources/Modules/options.lua"
        #expect(try names("WritingScripts", "type") == Set(try list("types", in: code)))
        #expect(try names("WritingScripts", "field") == Set(try list("fields", in: code)))
    }

    @Test func everyKindOfErrorIsExplained() throws {
        var kinds = Set(CloudError.Kind.allCases.map(\.rawValue)).subtracting(["argument"])
        let manager = FileManager.default
        for target in ["Lua", "Modules", "Rolling", "ScriptRuntime"] {
            let folder = packageFile("Sources/\(target)")
            for case let path as String in manager.enumerator(atPath: folder.path) ?? .init() {
                let code = path.hasSuffix(".swift") || path.hasSuffix(".lua")
                guard code else { continue }
                let text = try String(contentsOf: folder.appending(path: path), encoding: .utf8)
                kinds.formUnion(text.matches(of: /kind: "(?<kind>[a-z_]+)",/).map { String($0.kind) })
                kinds.formUnion(text.matches(of: /host\.error\("(?<kind>[a-z_]+)"/).map { String($0.kind) })
            }
        }
        #expect(try names("WritingScripts", "kind") == kinds)
    }

    @Test func everyFieldOfAReportIsExplained() throws {
        let script = """
            local rolling = require "rolling"
            local report = rolling.reboot { name = "x", filter = {}, max_unavailable = 2, bake_time = 0 }
            for name in pairs(report) do print(name) end
            for name in pairs(report.instances[1]) do print("instances." .. name) end
            """
        let run = try ProgramRun(
            ["--simulate", "4", "--set", #"comesBackStopped=["web-0001"]"#, "-e", script])
        let fields = run.output.split(separator: "\n").filter { $0.wholeMatch(of: /[a-z_.]+/) != nil }
        #expect(fields.contains("plan_hash"))
        let explained = try names("Rolling", "field of the report")
        for field in fields { #expect(explained.contains(String(field)), "\(field)") }
    }

    @Test func everyFieldOfAPlanIsExplained() throws {
        let script = """
            local plan = require("rolling").plan { name = "x", filter = {} }
            for name in pairs(plan) do print(name) end
            """
        let fields = try ProgramRun(["--simulate", "4", "-e", script]).output.split(separator: "\n")
        #expect(fields.contains("hash"))
        let explained = try names("Rolling", "field of the plan")
        for field in fields { #expect(explained.contains(String(field)), "\(field)") }
    }

    @Test func everyStatusIsExplained() throws {
        let statuses = InstanceStatus.known.map(\.rawValue) + [InstanceStatus.notFound.rawValue]
        #expect(try names("WritingScripts", "status") == Set(statuses))
    }

    @Test func theMembersOfCredentialsAreExplained() throws {
        let code = try text("Sources/ZenlayerCloud/Credentials/CredentialResolver.swift")
        let page = try text("\(Self.catalog)/GettingStarted.md")
        let members = code.matches(of: /field\("(?<name>[a-z_]+)"\)/).map { String($0.name) }
        #expect(members.contains("access_key_id"))
        for member in members { #expect(page.contains("\"\(member)\""), "\(member)") }
    }

    @Test func everyExitCodeIsExplained() throws {
        let cells = try MarkdownPage.inCatalog("Unattended").firstCells(ofTableTitled: "exit code")
        let explained = cells.flatMap { $0.split(separator: ", ").compactMap { Int32($0) } }
        #expect(Set(explained) == Set(ExitCode.meanings.map(\.code)))
    }

    // MARK: The map

    @Test func everyPlaceOnTheMapExists() throws {
        let page = try text("\(Self.catalog)/Architecture.md")
        for place in page.matches(of: /`(?<path>(Sources|Tests|scripts)\/[A-Za-z0-9_.\/+-]+)`/) {
            let file = packageFile(String(place.path)).path
            #expect(FileManager.default.fileExists(atPath: file), "\(place.path)")
        }
    }

    @Test func everyTargetIsOnTheMap() throws {
        let targets = try names("Architecture", "target")
        let folders = try FileManager.default.contentsOfDirectory(atPath: packageFile("Sources").path)
        for folder in folders { #expect(targets.contains(folder), "\(folder)") }
    }
}
