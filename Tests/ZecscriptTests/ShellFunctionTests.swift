import Foundation
import Testing

@testable import zecscript

/// Completion in bash, zsh and fish.
@Suite struct ShellFunctionTests {
    /// Completes a command line in bash; `words` are the words into which bash splits it.
    private func bash(_ words: [String], in folder: URL? = nil) throws -> [String] {
        let quoted = words.map { "'\($0)'" }.joined(separator: " ")
        let script = """
            source <("\(ProgramRun.program.path)" completion bash)
            COMP_WORDS=("\(ProgramRun.program.path)" \(quoted)); COMP_CWORD=\(words.count)
            _zecscript; printf '%s\\n' "${COMPREPLY[@]}"
            """
        let run = try ProgramRun(
            ["-c", script], folder: folder, executable: URL(fileURLWithPath: "/bin/bash"))
        #expect(run.error.isEmpty)
        return run.output.split(separator: "\n").map(String.init)
    }

    private func isThere(_ path: String) -> Bool { FileManager.default.isExecutableFile(atPath: path) }

    @Test func bashCompletesOptionsCommandsAndFiles() throws {
        let scripts = packageFile("scripts")
        #expect(try bash(["--sim"]) == ["--simulate"])
        #expect(try bash(["rehearse", "--faults", "=", "ho"]).contains("hostile"))
        #expect(try bash(["cana"], in: scripts) == ["canary.lua"])
        #expect(try bash([""], in: scripts).contains("rehearse"))
        #expect(try bash(["check", ""], in: scripts).contains("types"))
        #expect(try bash(["rolling.lua", "--batch-s"], in: scripts) == ["--batch-size"])
        // If no script fits, every file is offered.
        #expect(try bash(["setu"], in: scripts.appending(path: "dev")) == ["setup.sh"])
    }

    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/fish")))
    func fishCompletesOptionsAndFiles() throws {
        func fish(_ line: String) throws -> String {
            let script = """
                set -x PATH \(ProgramRun.program.deletingLastPathComponent().path) $PATH
                zecscript completion fish | source
                complete -C '\(line)'
                """
            return try ProgramRun(
                ["--no-config", "-c", script], folder: packageFile("scripts"),
                executable: URL(fileURLWithPath: "/usr/bin/fish")
            ).output
        }
        #expect(try fish("zecscript --sim").hasPrefix("--simulate\t"))
        #expect(try fish("zecscript rehearse --faults=ho").contains("--faults=hostile"))
        #expect(try fish("zecscript cana").hasPrefix("canary.lua"))
        #expect(try fish("zecscript ").contains("rehearse\t"))
    }

    /// Zsh completes only on a terminal, so the test replaces the functions that take the offers.
    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/zsh")))
    func zshCompletesOptionsAndFiles() throws {
        func zsh(_ words: String...) throws -> String {
            let quoted = words.map { "'\($0)'" }.joined(separator: " ")
            let script = """
                compdef() { :; }
                _describe() { print -l -- "${(P@)2}"; }
                _files() { print files "$@"; }
                source <("\(ProgramRun.program.path)" completion zsh)
                words=("\(ProgramRun.program.path)" \(quoted)); CURRENT=$#words
                _zecscript
                """
            let run = try ProgramRun(["-f", "-c", script], executable: URL(fileURLWithPath: "/usr/bin/zsh"))
            #expect(run.error.isEmpty)
            return run.output
        }
        #expect(try zsh("--sim").hasPrefix("--simulate:Run against"))
        #expect(try zsh("rehearse", "--faults=ho").contains("--faults=hostile"))
        #expect(try zsh("--seed", "1", "") == "files -g *.lua\n")
        #expect(try zsh("").contains("rehearse:Runs a script"))
    }
}
