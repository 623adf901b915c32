import Basics
import Rolling
import TestSupport
import Testing

/// Runs Lua code with a part of the core in a local variable of the part's name.
///
/// Returns the printed lines; an error is the last line.
///
/// The Lua code also has these functions:
///   `roll(fleet, given)`   makes a roll at time 0; `fleet` is a count or a list of groups, `given` has options
///   `roll:at(time)`, `roll:append(event…)`, `roll:bring(id, step, with)`, `roll:look(what)`   change the roll
///   `roll:decide()`, `roll:follow(id, seen)`, `roll:batch(number)`, `roll:objection(since)`   decide about it
///   `spec_of(given, total)`   makes a specification
///   `tell(value)`   prints a value
///   `dice(seed)`   makes a function that draws a number from 1 to its argument
func core(_ part: String, _ story: String) throws -> [String] {
    let result = try run(loading("core/\(part)") + tables + story, fleet: 1)
    return result.lines + (result.message.map { ["error: \($0)"] } ?? [])
}

private let tables = """
    local roll, spec_of, tell, text_of, dice
    do
        local amounts, pace, events, state = need "core/amounts", need "core/pace", need "core/events", need "core/state"
        local decide, follow, batch, permission =
            need "core/decide", need "core/follow", need "core/batch", need "core/permission"

        -- MARK: Printing

        local function text_of_list(list)
            local items = {}
            for i, item in ipairs(list) do items[i] = text_of(item) end
            return "[" .. table.concat(items, " ") .. "]"
        end

        local function fields_of(value)
            local items = {}
            for name, item in next, value do
                if name ~= "kind" then items[#items + 1] = name .. "=" .. text_of(item) end
            end
            table.sort(items)
            return table.concat(items, " ")
        end

        -- An event as `kind{field=value}`, an instance by its id.
        function text_of(value)
            if type(value) == "number" then return ("%.10g"):format(value) end
            if type(value) ~= "table" then return tostring(value) end
            if value.steps and value.id then return value.id end
            if value[1] ~= nil or next(value) == nil then return text_of_list(value) end
            return (value.kind or "") .. "{" .. fields_of(value) .. "}"
        end

        function tell(value) print(type(value) == "table" and not value.kind and fields_of(value) or text_of(value)) end

        -- MARK: A specification

        local DEFAULTS = {
            name = "night", order = "group,name", mode = "batch", max_unavailable = 1, group_order = "interleave",
            stagger = 0, start_jitter = 0, drain_timeout = 300, on_drain_timeout = "skip", verify = "status",
            on_unverified = "uncertain", leave_timeout = 180, reboot_timeout = 600, observe_time = 120,
            ambiguous_retry = 0, late_effect = 300, min_healthy_time = 10, bake_time = 0, max_failures = 0,
            on_failure = "stop", pause_timeout = 3600, outside = "exit", blocker_retry = 30, blocker_deadline = 3600,
            poll = { leave = 1, up = 5, max = 15 },
        }

        local function parse_all(list)
            for i, amount in ipairs(list or {}) do list[i] = amounts.parse(amount) end
        end

        function spec_of(given, total)
            local spec = { was_given = {} }
            for name, value in next, DEFAULTS do spec[name] = value end
            for name, value in next, given or {} do spec[name], spec.was_given[name] = value, true end
            for _, name in ipairs { "max_unavailable", "min_healthy", "max_fail_percent" } do
                spec[name] = spec[name] and amounts.parse(spec[name])
            end
            parse_all(spec.batch_size)
            if spec.canary then spec.canary.size = amounts.parse(spec.canary.size or 1) end
            if spec.checkpoint then parse_all(spec.checkpoint.at) end
            spec.numbers = pace.numbers(spec, total)
            return spec
        end

        -- MARK: A roll

        local Roll = {}
        Roll.__index = Roll

        function roll(fleet, given)
            local groups = fleet
            if type(fleet) == "number" then
                groups = {}
                for i = 1, fleet do groups[i] = "a" end
            end
            local ids, names = {}, {}
            for i = 1, #groups do ids[i], names[i] = "i-" .. i, "web-" .. i end
            local self = setmetatable({
                now = 0, spec = spec_of(given, #groups), state = state.new(),
                view = { consents = {}, before = {}, lacks = {}, since = {}, pending = {} },
            }, Roll)
            return self:append { kind = "opened", name = "night", plan = "1234", ids = ids, names = names, groups = groups }
        end

        function Roll:at(time)
            self.now = time
            return self
        end

        function Roll:append(...)
            for _, event in ipairs { ... } do
                event.seq, event.at, event.time = self.state.seq + 1, self.now, 1e9 + self.now
                events.check(event)
                state.apply(self.state, event)
            end
            return self
        end

        -- Appends the events of a decision.
        function Roll:take(answer) return self:append(table.unpack(answer.events or { answer.event })) end

        function Roll:row(id) return self.state.by_id[id] end

        -- The events that take an instance from its choice to its end, if all goes well.
        local function course(self, id, number, with)
            local answer = with.answer or "accepted"
            local list = { { kind = "chosen", ids = { id }, batch = number } }
            local function add(event) list[#list + 1] = event end
            if with.drained then
                add { kind = "draining", ids = { id } }
                add { kind = "drained", id = id }
            end
            add {
                kind = "intent", ids = { id }, batch = number, before = { with.before or false }, problems = { false },
                down = 1, send_by = self.now + 10, next_at = self.now + self.spec.stagger,
            }
            add { kind = "answered", ids = { id }, answer = answer, reason = with.reason, retryable = with.retryable }
            add { kind = "departed", id = id, proof = with.proof, reason = with.departed_because }
            add { kind = "returned", id = id, took = 30, verify_by = self.now + self.spec.leave_timeout }
            add { kind = "proven", id = id, healthy_by = self.now + 300 }
            add { kind = "health", id = id, well = true, well_until = self.now + self.spec.min_healthy_time }
            if with.drained then
                add { kind = "undraining", ids = { id }, outcome = "done" }
                add { kind = "undrained", id = id }
            end
            add { kind = "ended", id = id, outcome = "done", took = 60 }
            return list
        end

        -- The last step before an outcome other than `done`, unless `with.from` sets the step.
        local ENDS_AFTER = { failed = "returning", uncertain = "accepted", skipped = "planned" }

        -- Brings an instance, in its own batch, to a step; `with` has `drained`, `answer`, `reason`,
        -- `retryable`, `before`, `proof`, `from`.
        function Roll:bring(id, step, with)
            with = with or {}
            if step == "refused" or step == "unknown" then with.answer = step end
            local last, number = with.from or ENDS_AFTER[step] or step, self.state.choices + 1
            for _, event in ipairs(course(self, id, number, with)) do
                self:append(event)
                if self:row(id).step == last then break end
            end
            if last ~= step then
                self:append { kind = "ended", id = id, outcome = step, reason = with.reason or "for a test" }
            end
            local is_over = step == "done" or last ~= step
            if is_over then self:append { kind = "batch_over", batch = number } end
            return self
        end

        -- Looks at the fleet at the present time: every instance is well, except as `what` sets it.
        function Roll:look(what)
            local look = { at = self.now, ended_at = self.now, slow = 0, down = {}, status = {}, gone = {}, well = {} }
            for name, value in next, what or {} do look[name] = value end
            self.view.look = look
            return self
        end

        -- MARK: Decisions

        -- An undeclared event is an error here too.
        local function checked(answer)
            if answer.event then events.check(answer.event) end
            for _, event in ipairs(answer.events or {}) do events.check(event) end
            return answer
        end

        function Roll:decide() return checked(decide.next(self.spec, self.state, self.view, self.now)) end

        function Roll:batch(number)
            for _, chosen in ipairs(self.state.open_batches) do
                if chosen.number == number then
                    return checked(batch.next(self.spec, self.state, self.view, self.now, chosen))
                end
            end
        end

        function Roll:follow(id, seen)
            seen = seen or {}
            seen.since = seen.since or 0
            return checked(follow.next(self.spec, self.state, self:row(id), seen, self.now))
        end

        function Roll:objection(since)
            return permission.objection(self.spec, self.state, self.view, self.now, since)
        end

        -- MARK: Chance

        -- Draws numbers from 1 to a limit; the same seed gives the same numbers.
        function dice(seed)
            local drawn = seed * 7919 + 17
            return function(limit)
                drawn = (drawn * 1103515245 + 12345) & 0x7fffffff
                return (drawn >> 8) % limit + 1
            end
        end
    end

    """
