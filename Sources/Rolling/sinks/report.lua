-- What became of a roll: a table for people, and everything for machines.

local need = ...
local world = need "world"
local way, text = need "core/way", need "core/text"
local host, json, log, now, clock, date =
    world.host, world.json, world.log, world.now, world.clock, world.os.date

local report = {}

local function print(line) world.print(world.visible(line)) end

-- MARK: For people

local function print_names(rows)
    local line = "   "
    for position, row in ipairs(rows) do
        local word = " " .. row.id .. (position < #rows and "," or "")
        if #line + #word > 100 then
            print(line)
            line = "   "
        end
        line = line .. word
    end
    if #rows > 0 then print(line) end
end

local function print_reasons(rows)
    for _, row in ipairs(rows) do
        local drained = row.drained == true and " (left drained)"
            or row.drained and " (may be left drained)" or ""
        print(("    %s (%s): %s%s"):format(row.id, row.name, row.reason or "no reason", drained))
    end
end

local titles = {
    done = "done", failed = "failed", uncertain = "uncertain", skipped = "skipped",
    not_started = "not started",
}

-- Prints the table: of each outcome how many, and which; with the reason where there is one. `command` is the
-- command that goes on with the roll, where there is one.
function report.print(state, totals, command)
    local took = text.duration((state.at - state.began) // 1)
    print(("%s, %s"):format(text.count(#state.rows, "instance"), took))
    local by_outcome = {}
    for _, outcome in ipairs(way.outcomes) do by_outcome[outcome] = {} end
    for _, row in ipairs(state.rows) do table.insert(by_outcome[row.step], row) end
    for _, outcome in ipairs(way.outcomes) do
        print(("%5d %s"):format(totals[outcome], titles[outcome]))
        local has_reasons = outcome == "failed" or outcome == "uncertain" or outcome == "skipped"
        local show = has_reasons and print_reasons or print_names
        show(by_outcome[outcome])
    end
    if state.stopped then print("stopped: " .. state.stopped.reason) end
    if command then print("to go on: " .. command) end
end

-- An error in words.
function report.text_of(err)
    if type(err) ~= "table" then return tostring(err) end
    local message = err.message or tostring(err)
    return err.code and ("%s [%s]"):format(message, err.code) or message
end

-- MARK: For machines

local function instance(row, began)
    return {
        id = row.id, name = row.name, group = row.group, outcome = row.step, reason = row.reason,
        phases = json.array(way.phases(row, began)), evidence = row.evidence,
        left_drained = row.drained or nil,
    }
end

-- Seconds since 1970 UTC as text.
function report.time_text(seconds) return date("!%Y-%m-%dT%H:%M:%SZ", math.floor(seconds)) end

-- A moment on the clock that never jumps as text.
local function moment_text(at) return report.time_text(now() - (clock() - at)) end

-- Everything, as plain data.
function report.make(state, numbers, totals, exit_code)
    local instances, seconds = json.array(), state.at - state.began
    for i, row in ipairs(state.rows) do instances[i] = instance(row, state.began) end
    return {
        name = state.name, exit_code = exit_code, stopped = state.stopped, totals = totals, seconds = seconds,
        began_at = moment_text(state.began), ended_at = moment_text(state.at),
        peak_unavailable = state.peak, max_unavailable = numbers.max_unavailable, plan_hash = state.plan,
        requests = host.requests(), decisions = json.array(state.decisions), instances = instances,
        versions = host.versions(),
    }
end

-- Writes report.json; returns whether that was possible. Where it was not, the reason is logged.
function report.write(made, path)
    local written, problem = host.write_file(path, json.encode(made, { indent = true }) .. "\n")
    if not written then log.error("the report cannot be written to %s: %s", path, problem) end
    return written
end

return report
