import Basics
import Rolling
import ScriptRuntime
import TestSupport
import Testing

@testable import Rehearsals
@testable import Simulator

/// The events of a roll determine its whole state.
@Suite struct FoldTests {
    /// After every event, the state that the stored events give is compared with the live one, field by field.
    private let comparing: [Prevention.Edit] = [
        .init(
            "conductor", "local Conductor = {}\n",
            """
            local function difference(a, b, path, seen)
                if type(a) ~= "table" or type(b) ~= "table" then
                    if a ~= b then return path .. ": " .. tostring(a) .. " is not " .. tostring(b) end
                    return nil
                end
                if seen[a] then return nil end
                seen[a] = true
                for key, value in next, a do
                    local found = difference(value, b[key], path .. "." .. tostring(key), seen)
                    if found then return found end
                end
                for key in next, b do
                    if a[key] == nil then return path .. "." .. tostring(key) .. ": is missing" end
                end
            end

            local Conductor = {}

            """),
        .init(
            "conductor", "    state.apply(self.state, event)\n",
            """
                state.apply(self.state, event)
                events.check(event) -- the code reads no undeclared field
                self.fold = state.apply(self.fold or state.new(), world.json.decode(world.json.encode(event)))
                local differs = difference(self.fold, self.state, "state", {})
                if differs then error("internal error: after event " .. event.seq .. ", " .. event.kind .. ": " .. differs, 0) end

            """),
    ]

    /// Drawn specifications in hostile weather.
    @Test(arguments: 0..<8) func theStoredEventsGiveTheLiveStateAfterEveryOne(part: Int) throws {
        let edited = try drawnRolls(fleet: 12).edited(comparing)
        for index in (part * 10)..<(part * 10 + 10) {
            let run = try edited.record(index)
            #expect(
                run.message?.contains("internal error") != true, "seed \(index + 1): \(run.message ?? "")")
            #expect(Invariants.violations(in: run).isEmpty, "seed \(index + 1)")
        }
    }
}
