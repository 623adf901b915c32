import Basics
import LiveHost
import Lua
import Modules
import Rolling
import ScriptRuntime
import Simulator
import TestSupport
import Testing

/// `zec`: the cloud, as scripts see it.
@Suite struct CloudModuleTests {
    @Test func oneIDIsAListAndAnEmptyListIsNever() throws {
        let run = try run(
            """
            local id = zec.instances {}[1].instanceId
            print(zec.status(id), zec.status({ id })[id])
            print(select(2, pcall(zec.status, {})).message)
            print(select(2, pcall(zec.status, { id, 7 })).message)
            """)
        #expect(
            run.lines == [
                "RUNNING\tRUNNING",
                "bad argument #1 to 'status' (the list of instance ids is empty; it never means all)",
                "bad argument #1 to 'status' (instance id 2 is a number, not a text)",
            ])
    }
}
