import TestSupport
import Testing

/// What the program knows about its own run, for `rolling`.
@Suite struct RunModuleTests {
    @Test func aPlanHasTheSameHashForTheSameSpecification() throws {
        let source = """
            local ids = { zec.instances {}[1].instanceId }
            print(require("rolling").plan { name = "web", instances = ids }.hash)
            """
        let first = try run(source), second = try run(source)
        #expect(first.lines.first?.isEmpty == false)
        #expect(first.lines == second.lines)
    }
}
