import TestSupport
import Testing

@Suite struct StreamsModuleTests {
    @Test func whatIsWrittenStandsInOrderAmongWhatIsPrinted() throws {
        let run = try run(
            """
            print("first")
            io.write("a", 2, " ", 2.5, "\\n")
            io.stdout:write("b"):write("c\\n")
            io.stderr:write("to the other one\\n")
            print("last")
            """)
        #expect(run.lines == ["first", "a2 2.5", "bc", "last"])
        #expect(run.errorOutput == "to the other one\n")
    }

    @Test func whatIsNoTextIsRefusedAndNothingIsWritten() throws {
        let run = try run("print(pcall(io.write, 'half', nil))")
        #expect(run.lines == ["false\ttest.lua:1: bad argument #2 to 'write' (string expected, got nil)"])
    }
}
