import Basics
import Foundation
import Rolling
import ScriptRuntime
import TestSupport
import Testing

@testable import Rehearsals
@testable import Simulator

extension Rehearsal {
    /// The rehearsal with edited parts of `rolling`.
    func edited(_ edits: [Prevention.Edit]) throws -> Rehearsal {
        var copy = self
        for edit in edits { try edit.apply(to: &copy.libraryParts) }
        return copy
    }

    /// A rehearsal whose first roll is stopped right after an append, and resumed from the events that it stored.
    ///
    /// The resumed roll knows nothing else of the first roll. The output of a roll that was not stopped contains its number
    /// of appends.
    func killed(after append: Int) throws -> Rehearsal {
        try edited([
            .init(
                "conductor", "local Conductor = {}\n",
                """
                local function is_first(self) return world.kill and not self.is_resumed end

                local function check_life(self)
                    if not is_first(self) or world.kill.count < \(append) then return end
                    world.kill.has_come = true
                    error({ kind = "killed", message = "the life of the roll is over" }, 0)
                end

                local function kill_here(self)
                    if is_first(self) then world.kill.count = world.kill.count + 1 end
                    check_life(self)
                end

                local Conductor = {}

                """),
            .init("conductor", "    local awaited = {}\n", "    check_life(self)\n    local awaited = {}\n"),
            .init(
                "conductor", "    if #awaited == 0 then return end\n",
                "    kill_here(self)\n    if #awaited == 0 then return end\n"),
            .init(
                "conductor", "    if not ok then\n        local stop",
                """
                    if not ok and world.kill and world.kill.has_come and not self.is_resumed then error(err, 0) end
                    if not ok then
                        local stop
                """),
            .init(
                "rolling",
                """
                    local running = roll.earlier and conductor.resume(roll, roll.journal) or conductor.new(roll, roll.journal)
                    return task.shield(running.run, running)
                """,
                """
                    local store = roll.journal
                    if world.kill then return task.shield(conductor.new(roll, store).run, conductor.new(roll, store)) end
                    world.kill = { count = 0 }
                    local first, set <close> = conductor.new(roll, store), host.task_set("the first life")
                    local life = set:spawn(first.run, first)
                    set:next()
                    local ok, result = pcall(life.wait, life)
                    print("appends: " .. world.kill.count)
                    if ok then return result end
                    if not world.kill.has_come then error(result, 0) end
                    local second = conductor.resume(roll, store)
                    return task.shield(second.run, second)
                """),
        ])
    }
}

extension RunRecord {
    /// The number of appends of the first roll.
    var appends: Int? {
        String(decoding: output, as: UTF8.self).firstMatch(of: #/appends: (\d+)/#).flatMap { Int($0.1) }
    }
}

/// A rehearsal of rolls by specifications that the seed draws, in hostile weather.
func drawnRolls(fleet count: Int) throws -> Rehearsal {
    let fixture = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../Fixtures/Rolling/any-specification.lua")
    var rehearsal = try rehearsal("", fleet: count)
    rehearsal.source = try Array(Data(contentsOf: fixture))
    // These rolls are stopped by the tests themselves.
    rehearsal.weather = try #require(Weather.named("hostile")).setting("processKilled", to: 0)
    // Windows need the zones of the machine.
    rehearsal.inputs = RehearsalInputs { path in
        guard path.hasPrefix("/usr/share/zoneinfo/"), let data = FileManager.default.contents(atPath: path)
        else {
            return .failure(HostFileError(path: path, reason: "no such file"))
        }
        return .success([UInt8](data))
    }
    return rehearsal
}
