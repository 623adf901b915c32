import ScriptRuntime
import TestSupport
import Testing

/// Fields of the tables that functions of the program return.
@Suite struct RecordModuleTests {
    @Test func aFieldThatAnAnswerDoesNotHaveIsAnErrorOfItsLine() throws {
        let run = try run("local answer = zec.reboot { 'a' }\nif answer.faild then print 'x' end")
        #expect(
            run.message
                == "test.lua:2: the answer of the cloud has no field 'faild'; it has accepted, refused, unknown, unknown_cause, request_ids"
        )
    }

    @Test func aDeclaredFieldWithoutAValueIsNil() throws {
        let run = try run("local answer = zec.start { 'a' } print(answer.unknown_cause, answer[1])")
        #expect(run.lines == ["nil\tnil"])
    }
}
