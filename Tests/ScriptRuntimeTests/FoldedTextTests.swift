import ScriptRuntime
import Testing

/// Text in lines that fit a terminal.
@Suite struct FoldedTextTests {
    @Test func theFurtherLinesOfAReportHaveALargerMargin() {
        let report = "    3 failed\n    web-0007 (i-7): not healthy 5m after its reboot\n"
        #expect(
            FoldedText.report(report, columns: 30)
                == "    3 failed\n    web-0007 (i-7): not\n      healthy 5m after its\n      reboot\n")
        #expect(FoldedText.report(report, columns: nil) == report)
    }

    /// A break in a command would end it when it is copied.
    @Test func aCommandStaysWhole() {
        let command = "To go on: zecscript resume night --retry failed,uncertain"
        #expect(FoldedText.report(command, columns: 20) == command)
    }

    @Test func aGapLateInALineIsNoColumn() {
        #expect(
            FoldedText.report("the roll waits for its window until tomorrow  id=i-7", columns: 34)
                == "the roll waits for its window\n  until tomorrow id=i-7")
    }

    @Test func theMeaningOfANameStaysBelowItself() {
        #expect(
            FoldedText.report("ended   27 with 0, 7 with 5, 2 with 6", columns: 26)
                == "ended   27 with 0, 7 with 5,\n        2 with 6")
    }

    @Test func aParagraphIsBrokenAnewAndATableIsNot() {
        let page = "A filter is a\ntable.\n\n  code\n  more code\n\nname   a part\ntags   a table\n"
        #expect(
            FoldedText.joined(page)
                == "A filter is a table.\n\n  code\n  more code\n\nname   a part\ntags   a table\n")
    }
}
