import Modules
import Rolling
import ScriptRuntime
import Simulator
import Testing

/// Options of the program among the options of the script.
@Suite struct FlagModuleTests {
    private func exitCode(_ source: String) throws -> Int32 {
        var composition = RunComposition.complete()
        composition.configuration.findMisplacedFlag = {
            MisplacedFlag(flag: "--dry-run", advice: "zecscript --dry-run x.lua")
        }
        let host = SimulatedHost(
            cloud: SimulatedCloud(fleet: try Fleet(count: 1), seed: 1), seed: 1,
            surroundings: MemorySurroundings())
        let runtime = try composition.makeRuntime(on: host)
        defer { runtime.close() }
        return runtime.ending(runtime.run(chunkName: "@x.lua", source: Array(source.utf8))).exitCode
    }

    @Test func anOptionOfTheProgramThatNoScriptDeclaresIsAnErrorAtTheEnd() throws {
        #expect(try exitCode("print('done')") == ExitCode.usage)
    }

    @Test func anOptionThatTheScriptDeclaresIsItsOwn() throws {
        #expect(try exitCode("script.options { { 'dry-run', 'flag' } }") == ExitCode.success)
    }
}
