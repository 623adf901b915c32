import Foundation
import Testing

@testable import zecscript

/// For each mistake of an operator, a message tells what is wrong, where, and what to do.
@Suite struct ErrorMessageTests {
    struct Mistake: Sendable, CustomTestStringConvertible {
        var words: [String]
        var code: Int32
        /// Parts of the message, in order.
        var says: [String]
        var files: [String: String] = [:]
        var variables: [String: String] = [:]

        var testDescription: String { words.joined(separator: " ") }
    }

    private static let script = ["web.lua": "print(1)"]

    private static let mistakes = [
        Mistake(
            words: ["rehears", "web.lua"], code: 2,
            says: ["cannot read the script rehears: ", "did you mean the command zecscript rehearse?"]),
        Mistake(words: ["prune"], code: 2, says: ["did you mean the command zecscript runs prune?"]),
        Mistake(words: ["nosuch.lua"], code: 2, says: ["cannot read the script nosuch.lua: "]),
        Mistake(words: ["rehearse", "nosuch.lua"], code: 2, says: ["cannot read the script nosuch.lua: "]),
        Mistake(
            words: ["--simulate", "3", "--set", "lga=1", "web.lua"], code: 4,
            says: ["unknown setting 'lga' (did you mean 'lag'?)", "help settings"], files: script),
        Mistake(
            words: ["--simulate", "3", "--set", "lag", "web.lua"], code: 2,
            says: ["--set lag: NAME=VALUE is expected, such as --set lag=0.7"], files: script),
        Mistake(
            words: ["--simulate", "3", "--faults", "norml", "web.lua"], code: 4,
            says: ["--faults is calm, normal, hostile or a file: cannot read norml"], files: script),
        Mistake(
            words: ["--endpoint", "http://127.0.0.1:9/path", "-e", "zec.zones()"], code: 4,
            says: ["\"http://127.0.0.1:9/path\" has a path; name the host and the port alone"],
            variables: ["ZENLAYER_TOKEN": "token-value"]),
        Mistake(
            words: ["--endpoint", "http://127.0.0.1:99999", "-e", "zec.zones()"], code: 4,
            says: ["has no valid port; a port is a number from 1 to 65535"],
            variables: ["ZENLAYER_TOKEN": "token-value"]),
        Mistake(
            words: ["fleet"], code: 4,
            says: ["zecscript: No credentials were found.", "hint: Set ZENLAYER_ACCESS_KEY_ID"]),
        Mistake(
            words: ["check", "b.lua"], code: 3,
            says: ["b.lua: a precompiled (binary) chunk is not accepted"], files: ["b.lua": "\u{1B}Lua"]),
        Mistake(
            words: ["o.lua"], code: 1,
            says: ["o.lua:1: ", "two or more letters, digits and dashes", "not 'a'", "short = 'b'"],
            files: ["o.lua": "script.options { { 'a', help = 'x' } }"]),
        Mistake(
            words: ["rehearse", "--require-reboots", "120", "web.lua"], code: 2,
            says: ["A share from 0 to 100 percent is expected."], files: script),
        Mistake(
            words: ["--simulate", "3", "--mock", "m.json", "web.lua"], code: 4,
            says: ["--mock: m.json is not valid JSON"],
            files: ["web.lua": "print(1)", "m.json": "{"]),
    ]

    @Test(arguments: mistakes) func aMistakeIsExplained(mistake: Mistake) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for (name, text) in mistake.files { try Data(text.utf8).write(to: folder.appending(path: name)) }
        let run = try ProgramRun(mistake.words, variables: mistake.variables, folder: folder)
        #expect(run.code == mistake.code, "\(run.error)")
        var rest = run.error[...]
        for part in mistake.says {
            let found = try #require(rest.range(of: part), "'\(part)' in: \(run.error)")
            rest = rest[found.upperBound...]
        }
        if mistake.code != 1 { #expect(!run.error.contains("stack traceback"), "\(run.error)") }
    }

    @Test func anUnreachableCloudIsNamedWithoutATraceback() throws {
        let run = try ProgramRun(
            ["--endpoint", "http://127.0.0.1:9", "-e", "zec.zones()"],
            variables: ["ZENLAYER_TOKEN": "token-value"])
        #expect(run.error.contains("The cloud at 127.0.0.1:9 was not reached: connection refused."))
        #expect(!run.error.contains("stack traceback"))
    }

    @Test func aPortThatIsInUseIsNamed() throws {
        let cloud = try ServedCloud(["--fleet", "1"])
        let port = try #require(cloud.address.split(separator: ":").last)
        let run = try ProgramRun(["simulator", "--port", String(port)])
        #expect(run.code == 4)
        #expect(run.error.contains("cannot listen on 127.0.0.1:\(port): Address already in use"))
        #expect(run.error.contains("--port 0"))
    }
}
