import Basics
import LiveHost
import Lua
import Modules
import Rolling
import ScriptRuntime
import Simulator
import TestSupport
import Testing

/// The text that `--help` prints.
@Suite struct OptionsHelpTests {
    @Test func helpIsMadeFromTheDeclaration() throws {
        let run = try run(
            """
            arg = { [0] = "scripts/roll.lua", "--help" }
            script.options {
                about = "Rolls.",
                arguments = { name = "ID", max = 2, help = "the instances" },
                "Which:",
                { "tag", "list", metavar = "KEY=VALUE", help = "with this tag" },
                { "all", "flag", short = "a", help = "every one" },
                "How:",
                { "batch-size", "integer", short = "b", default = 1, min = 1, help = "down at a time" },
                { "pause", "duration", default = "10m", max = "1h" },
                { "mode", choices = { "soft", "hard" } },
                { "wait", "flag", default = true },
            }
            """)
        #expect(run.exitCode == 0)
        #expect(
            run.output == """
                Usage: zecscript scripts/roll.lua [options] [ID...]

                Rolls.

                Arguments:
                  ID                  the instances

                Which:
                  --tag KEY=VALUE     with this tag (may be given several times)
                  -a, --all           every one

                How:
                  -b, --batch-size N  down at a time (1 unless set)
                  --pause DURATION    (10m unless set)
                  --mode soft|hard
                  --wait              (on unless --no-wait)
                  -h, --help          show this text

                """)
    }

    @Test func anOptionThatTakesTheShortLetterLeavesTheLongOne() throws {
        let run = try run(
            """
            arg = { [0] = "roll.lua", "--help" }
            script.options { { "hard", "flag", short = "h", help = "by force" } }
            """)
        #expect(
            run.output == """
                Usage: zecscript roll.lua [options]

                Options:
                  -h, --hard  by force
                  --help      show this text

                """)
    }
}
