import ScriptRuntime
import Testing

@testable import zecscript

/// A page of Markdown, laid out for a terminal.
@Suite struct PageLayoutTests {
    @Test func aParagraphIsWrappedAndCodeIsNot() {
        let page = """
            # A title

            One two three four five six seven.

            ```sh
            zecscript --simulate 200 scripts/rolling.lua
            ```
            """
        let shown = """
            A TITLE

            One two three four
            five six seven.

                zecscript --simulate 200 scripts/rolling.lua

            """
        #expect(PageLayout.text(of: page, width: 20) == shown)
    }

    @Test func anItemKeepsItsIndent() {
        let page = "- one two three four five\n  six seven\n- eight"
        #expect(PageLayout.text(of: page, width: 20) == "- one two three four\n  five six seven\n- eight\n")
    }

    @Test func aTableThatIsTooWideIsStacked() {
        let page = "| a | b |\n|---|---|\n| `x` | one two three four five |"
        #expect(PageLayout.text(of: page, width: 40) == "a    b\n`x`  one two three four five\n")
        #expect(PageLayout.text(of: page, width: 20) == "a\n    b\n`x`\n    one two three\n    four five\n")
    }

    @Test func aLinkIsItsWordsAndAPageIsItsCommand() {
        let page = "See <doc:FromAnsible> and [the site](https://example.com), **now**."
        let shown = "See `zecscript docs from-ansible` and the site, now.\n"
        #expect(PageLayout.text(of: page, width: 80) == shown)
    }

    @Test(arguments: DocumentationPage.all.map(\.name))
    func noProseIsWiderThanTheTerminal(name: String) throws {
        let page = try #require(try DocumentationPage.find(name))
        let lines = PageLayout.text(of: page.text, width: 60).split(separator: "\n")
        for line in lines where !line.hasPrefix("    ") && line.contains(/[^ -] [^ ]/) {
            #expect(VisibleText.width(String(line)) <= 60, "\(line)")
        }
    }
}
