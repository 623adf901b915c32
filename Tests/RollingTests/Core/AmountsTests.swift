import Basics
import Rolling
import TestSupport
import Testing

/// Counts and percentages of a fleet.
@Suite struct AmountsTests {
    @Test(arguments: [
        ("'10%'", 15, 1, 2), ("'10%'", 3, 1, 1), ("'33%'", 100, 33, 33), ("'50%'", 7, 3, 4), ("4", 15, 4, 4),
        ("'100%'", 9, 9, 9), ("'0.1%'", 1000, 1, 1), ("'0.1%'", 5, 1, 1), ("' 5 % '", 40, 2, 2),
    ])
    func whatMayBeDownIsRoundedDownAndWhatMustBeUpIsRoundedUp(amount: String, total: Int, down: Int, up: Int)
        throws
    {
        let run = try run(
            loading("core/amounts")
                + "local a = amounts.parse(\(amount)) print(amounts.down(a, \(total)), amounts.up(a, \(total)))"
        )
        #expect(run.lines == ["\(down)\t\(up)"])
    }

    @Test(arguments: ["0", "-1", "'0%'", "'101%'", "1.5", "'x'", "'1.5'", "true", "{}", "'%'", "'1e1%'"])
    func whatIsNoAmountIsNone(value: String) throws {
        #expect(try run(loading("core/amounts") + "print(amounts.parse(\(value)))").lines == ["nil"])
    }

    @Test func anAmountIsShownAsPeopleWriteIt() throws {
        let story = """
            for _, amount in ipairs { 3, " 10 % ", "12.50%" } do print(amounts.text(amounts.parse(amount))) end
            """
        #expect(try run(loading("core/amounts") + story).lines == ["3", "10%", "12.5%"])
    }
}
