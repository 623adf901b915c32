import Basics
import LiveHost
import Lua
import Modules
import Rolling
import ScriptRuntime
import Simulator
import TestSupport
import Testing

/// `http` and `tcp`: requests and connections of a script's own.
@Suite struct NetworkModuleTests {
    @Test func whatComesBackIsAnAnswerAndWhatDoesNotIsAnError() throws {
        let run = try run(
            """
            local address = zec.instances {}[1].privateIpAddresses[1]
            local answer = http.get("http://" .. address .. "/health")
            print(answer.status, http.get("http://" .. address .. "/boot_id").status)
            print(tcp.connects(address, 22), (tcp.connects("no-such-server", 22)))
            local _, err = pcall(http.get, "http://no-such-server/")
            print(err.kind, err.message)
            """)
        #expect(
            run.lines == [
                "200\t200", "true\tfalse",
                "network\tGET http://no-such-server/: no-such-server is not in the simulated network (--allow-host and --mock add hosts)",
            ])
    }

    @Test(arguments: [
        ("'ftp://web'", "bad argument #1 to 'get' ('ftp://web' is not an http or https URL)"),
        (
            "'http://web', { headers = { a = 'b\\nc' } }",
            "bad argument #2 to 'get' (option 'headers': 'a' holds a line end)"
        ),
    ])
    func whatCannotBeSentIsAnErrorOfTheCall(arguments: String, problem: String) throws {
        #expect(try run("http.get(\(arguments))").message == "test.lua:1: \(problem)")
    }
}
