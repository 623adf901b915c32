import Testing

/// The program's exit code after a roll that has failed.
@Suite struct RollExitCodeTests {
    private static let failing = """
        local function refuse() error("no") end
        require("rolling").reboot {
            name = "web", filter = {}, on_drain_timeout = "abort", drain = refuse, undrain = refuse,
        }
        """

    private func run(_ words: String..., input: String = "") throws -> ProgramRun {
        try ProgramRun(["--simulate", "3"] + words, input: input)
    }

    @Test func codeOfTheCommandLineEndsWithItToo() throws {
        #expect(try run("-e", Self.failing).code == 5)
        #expect(try run("-e", Self.failing, "-e", "exit(0)").code == 0)
    }

    /// An operator who asked for a prompt gets it, above all after a failure.
    @Test func aPromptAfterTheScriptIsShownAndDecides() throws {
        let run = try run("-i", "-e", Self.failing, input: "print('still here')\n")
        #expect(run.output.hasSuffix("still here\n") && run.code == 0)
    }
}
