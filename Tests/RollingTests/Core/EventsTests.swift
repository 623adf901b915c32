import Basics
import Lua
import Rolling
import TestSupport
import Testing

/// The events of a roll: every field that is read is declared.
@Suite struct EventsTests {
    @Test func aFieldThatIsNotDeclaredIsAnError() throws {
        let story = """
            print(select(2, pcall(events.check, { kind = "undrained", id = "i-1", reason = "why" })):match "internal error: .*")
            """
        #expect(
            try core("events", story) == ["internal error: events of kind undrained have no field 'reason'"])
    }

    @Test func aKindThatIsNotDeclaredIsAnError() throws {
        let story = """
            print(select(2, pcall(events.check, { kind = "rebooted" })):match "internal error: .*")
            """
        #expect(try core("events", story) == ["internal error: no event is called rebooted"])
    }

    @Test func theWordAwaitedIsNoField() throws {
        let story = """
            print((pcall(events.check, { kind = "intent", awaited = true })))
            """
        #expect(try core("events", story) == ["false"])
    }

    @Test func exactlyTheEventsBeforeAnEffectAreAwaited() throws {
        let story = """
            local awaited = {}
            for kind in next, events.kinds do
                if events.is_awaited { kind = kind } then awaited[#awaited + 1] = kind end
            end
            table.sort(awaited)
            print(table.concat(awaited, " "))
            """
        #expect(try core("events", story) == ["draining forced intent undraining"])
    }

    @Test func everyKindAndEveryFieldIsDocumentedWithASentence() throws {
        let story = """
            for kind, fields in next, events.kinds do
                for name, text in next, fields do
                    local is_flag = name == "awaited" and text == true
                    if not is_flag and not (type(text) == "string" and text:match "^%S.+%.$") then
                        print(kind, name, text)
                    end
                end
                if not fields[1] then print(kind .. " has no sentence") end
            end
            """
        #expect(try core("events", story) == [])
    }

    /// The fields of each kind of event that `state.lua` reads, from its source.
    private func fieldsRead() throws -> [String: Set<String>] {
        let source = String(decoding: try #require(RollingModule.parts["core/state"]).text, as: UTF8.self)
        var fields: [String: Set<String>] = [:]
        for handler in source.matches(of: /function apply\.(\w+)\(self, event\)((?:.|\n)*?\bend\n)(?=\n|\Z)/)
        {
            fields[String(handler.1)] = Set(handler.2.matches(of: /event\.(\w+)/).map { String($0.1) })
        }
        return fields
    }

    @Test func everyKindIsAppliedAndReadsOnlyWhatIsDeclared() throws {
        let read = try fieldsRead()
        #expect(read["intent"]?.contains("before") == true)
        for kind in read.keys.sorted() {
            let fields = (read[kind] ?? []).subtracting(["at", "time", "seq", "kind"]).sorted()
            let list = fields.map { "\"\($0)\"" }.joined(separator: ", ")
            let story = """
                local fields = events.kinds.\(kind)
                for _, name in ipairs { \(list) } do
                    if not fields or type(fields[name]) ~= "string" then print(name) end
                end
                """
            #expect(try core("events", story) == [], "read from \(kind), and not declared")
        }
        let names = read.keys.sorted().map { "\($0) = true" }.joined(separator: ", ")
        let story = """
            local applied = { \(names) }
            for kind in next, events.kinds do
                if not applied[kind] then print(kind) end
            end
            """
        #expect(try core("events", story) == [], "declared, and not applied")
    }

    @Test func everyFieldThatIsNamedLikeATimeIsOnTheClockOfItsProcess() throws {
        let story = """
            local is_time, is_declared = {}, { at = true }
            for _, name in ipairs(events.times) do is_time[name] = true end
            for kind, fields in next, events.kinds do
                for name in next, fields do
                    local is_named = type(name) == "string" and name:find "_at$" or type(name) == "string"
                        and (name:find "_by$" or name:find "_until$" or name == "until")
                    if is_named and not is_time[name] then print(kind, name) end
                    is_declared[name] = true
                end
            end
            for name in next, is_time do
                if not is_declared[name] then print("no event has " .. name) end
            end
            """
        #expect(try core("events", story) == [])
    }
}
