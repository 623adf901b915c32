import TestSupport
import Testing

/// Both output streams, through the console.
@Suite struct OutputModuleTests {
    @Test func eachStreamGetsWhatIsWrittenToIt() throws {
        let run = try run("io.write('out') io.stderr:write('err')")
        #expect(run.output == "out")
        #expect(run.errorOutput == "err")
    }
}
