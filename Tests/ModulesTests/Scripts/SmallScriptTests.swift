import Foundation
import Simulator
import TestSupport
import Testing

@Suite struct SmallScriptTests {
    private func source(_ name: String) throws -> String {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().appending(path: "scripts")
        return try String(contentsOf: folder.appending(path: name), encoding: .utf8)
    }

    @Test func theTableShowsTheFleetAndItsSum() throws {
        let run = try run("arg = { '--tag', 'role=web' }\n" + source("status.lua"), fleet: 5)
        #expect(run.lines.first?.hasPrefix("NAME") == true)
        #expect(run.lines.last == "4 instances: 4 RUNNING")
    }

    @Test func oneInstanceIsRebootedOnce() throws {
        let run = try run(
            "arg = { zec.instances{}[1].instanceId }\n" + source("reboot-one.lua"), fleet: 2)
        #expect(run.exitCode == 0)
        #expect(run.truth.boots.map(\.count) == [1])
    }

    @Test func aWrongCommandLineRebootsNothing() throws {
        let run = try run("arg = {}\n" + source("reboot-one.lua"))
        #expect(run.exitCode == 2)
        #expect(run.truth.reboots.isEmpty)
    }
}
