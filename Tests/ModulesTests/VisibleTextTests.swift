import ScriptRuntime
import TestSupport
import Testing

@Suite struct VisibleTextTests {
    @Test(arguments: [
        ("plain, é, 雲", "plain, é, 雲"),
        ("a\u{1B}[31mb", "a\\x1B[31mb"),
        ("one\ntwo\r\t", "one\\ntwo\\r\\t"),
        ("\u{202E}x\u{2066}\u{200F}\u{61C}", "\\u{202E}x\\u{2066}\\u{200F}\\u{61C}"),
        ("a\u{200B}b\u{2028}\u{FEFF}\u{7F}\u{9B}", "a\\u{200B}b\\u{2028}\\u{FEFF}\\x7F\\u{9B}"),
    ])
    func controlAndFormattingCharactersAreEscaped(text: String, shown: String) {
        #expect(VisibleText.escaped(text) == shown)
    }

    @Test func aFurtherLineCannotPassForOneOfTheProgram() {
        #expect(
            VisibleText.escaped("a\nzecscript: done\n\tat x", keepsLines: true)
                == "a\n  zecscript: done\n\tat x")
    }

    @Test func scriptsFillColumnsByDisplayWidth() throws {
        let script = try run(
            "print(visible('雲x', 5) .. '|') print(visible('a\\27', 8) .. '|') print(visible(7, 3) .. '|')")
        #expect(script.lines == ["雲x  |", "a\\x1B   |", "7  |"])
    }

    @Test func aLineIsCutByColumnsNotByCharacters() {
        #expect(VisibleText.cut("雲雲x", to: 4) == "雲雲")
        #expect(VisibleText.cut("雲雲x", to: 3) == "雲")
        #expect(VisibleText.cut("e\u{301}x", to: 1) == "e\u{301}")
    }

    @Test func anInspectedTextShowsWhatReordersIt() throws {
        #expect(try run("print(inspect('a\\u{202E}b雲'))").lines == ["\"a\\u{202E}b雲\""])
    }

    @Test func aPlanShowsNamesEscaped() throws {
        let script = try run(
            """
            local rolling = require "rolling"
            local ids = { zec.instances{}[1].instanceId }
            print(tostring(rolling.plan { name = "web\\27[2J", instances = ids }))
            """)
        #expect(script.exitCode == 0)
        #expect(script.output.contains("plan 'web\\x1B[2J'"))
    }

    @Test func logLinesProgressAndErrorsAreShownEscaped() throws {
        let script = try run(
            """
            log.info("name %s", "web\\27]0;title\\7\\n02:00:00Z INFO  forged")
            local line = progress { what = "roll\\27[2J", total = 1 }
            line:finish()
            task.spawn("bad\\27name", error, "cloud said \\27[8m")
            sleep(1)
            """)
        let text = script.errorOutput + (script.outcome.report?.text(program: "zecscript") ?? "")
        #expect(!text.contains("\u{1B}"))
        #expect(text.contains("forged") && !text.contains("\n02:00:00Z INFO  forged"))
        #expect(text.contains("cloud said \\x1B[8m"))
    }
}
