import Lua
import Testing

@testable import Rehearsals
@testable import Simulator

/// Several rolls in one script, each judged by its own declaration.
@Suite struct ScopeTests {
    private let name = DownLimitInvariant.name

    private func roll(_ name: String, _ ids: String, _ limit: Int) -> String {
        """
        require("rolling").reboot { name = "\(name)", instances = { \(ids) }, batch_size = \(limit), \
        max_unavailable = \(limit), health_check = { http = 'http://%s/health' } }

        """
    }

    @Test func aLaterRollWithAWiderLimitIsRight() throws {
        let script = roll("one", "ids[1]", 1) + roll("two", "ids[2], ids[3]", 2)
        #expect(try rehearsal(script).violated() == [])
        let otherWay = roll("two", "ids[2], ids[3]", 2) + roll("one", "ids[1]", 1)
        #expect(try rehearsal(otherWay).violated() == [])
    }

    @Test func eachRollIsJudgedByItsOwnLimit() throws {
        var script = try rehearsal(roll("narrow", "ids[1], ids[2]", 1) + roll("wide", "ids[3], ids[4]", 2))
        script.libraryParts["rolling"] = script.libraryParts["rolling"].map { part in
            let text = String(decoding: part.text, as: UTF8.self)
            let edited = text.replacing(
                "math.max(1, roll.spec.numbers.max_unavailable)", with: "roll.spec.name == 'wide' and 1 or 2")
            return OwnChunk(part, text: Array(edited.utf8))
        }
        let violation = try #require(DownLimitInvariant.violation(in: try script.record()))
        #expect(
            violation.message.contains("2 were down or being rebooted at once (limit 1) in the roll wide"))
    }

    @Test func whatTheScriptDeclaresItselfHoldsForItsRollsToo() throws {
        let script = "rehearse.max_down(1) " + roll("two", "ids[2], ids[3]", 2)
        #expect(try rehearsal(script).violated() == [name])
    }

    @Test func aRollInAnotherTaskDoesNotExcuseTheScript() throws {
        let script = """
            task.group({}, function(group)
                group:spawn("roll", function() \(roll("one", "ids[1], ids[2]", 1)) end)
                sleep(5) zec.reboot { ids[4] } sleep(60)
            end)
            """
        #expect(try rehearsal(script).violated() == [SelectionInvariant.name])
    }
}
