-- Reports the result of a roll: a table for people, and all data for machines.

local need = ...
local world = need "world"
local way, text, failures, ending =
    need "core/way", need "core/text", need "core/failures", need "core/ending"
local calendar = need "world/calendar"
local host, json, log = world.host, world.json, world.log
local record = host.record

local report = {}

-- MARK: For people

local COLORS = { failed = "red", uncertain = "red" }

-- Prints a line. Its names come from the cloud, so control characters in them are escaped.
local function print(line, color)
    line = host.folded(world.visible(line))
    world.print(color and host.colored(line, color) or line)
end

local function drained_words(row)
    return row.drained == true and " (left drained)" or row.drained and " (may be left drained)" or ""
end

-- Returns what the report tells of a done instance: the proof of its reboot.
local function proof_of(row) return row.evidence.proof and "proof: " .. row.evidence.proof or "no proof" end

local function reason_of(row)
    local reason = row.reason or row.step == "done" and proof_of(row) or "no reason"
    return reason .. drained_words(row)
end

local function print_row(row, color)
    print(("    %s (%s): %s"):format(row.name, row.id, reason_of(row)), color)
end

-- The limit of skipped and of not started instances that are listed. Failed and uncertain instances are all
-- listed.
local LISTED = 20

-- From this number on, instances with the same reason are one paragraph.
local ALIKE = 3

-- Splits rows into lists with the same reason, in the order of the first of each.
local function by_reason(rows)
    local lists, list_of = {}, {}
    for _, row in ipairs(rows) do
        local reason = reason_of(row)
        if not list_of[reason] then
            list_of[reason] = {}
            lists[#lists + 1] = list_of[reason]
        end
        table.insert(list_of[reason], row)
    end
    return lists
end

-- Prints the reason once, and the names of its instances below it.
local function print_alike(rows)
    print(("    %s: %s"):format(text.count(#rows, "instance"), reason_of(rows[1])))
    local names, count = {}, math.min(#rows, LISTED)
    for i = 1, count do names[i] = rows[i].name end
    local more = #rows > count and (" and %d more (--verbose lists them all)"):format(#rows - count) or ""
    print("      " .. table.concat(names, ", ") .. more)
end

-- Prints skipped or not started instances: at most LISTED paragraphs and lines.
local function print_folded(rows)
    local printed, single = 0, {}
    for _, alike in ipairs(by_reason(rows)) do
        if #alike >= ALIKE and printed < LISTED then
            print_alike(alike)
            printed = printed + 1
        else
            table.move(alike, 1, #alike, #single + 1, single)
        end
    end
    local listed = math.min(#single, LISTED - printed)
    for i = 1, listed do print_row(single[i]) end
    if listed < #single then
        print(("    and %d more (--verbose lists them all)"):format(#single - listed))
    end
end

local function print_rows(rows, outcome, is_verbose)
    local is_failure = outcome == "failed" or outcome == "uncertain"
    if not is_failure and not is_verbose then return print_folded(rows) end
    for _, row in ipairs(rows) do print_row(row, COLORS[outcome]) end
end

local function rows_by_outcome(state)
    local by_outcome = {}
    for _, outcome in ipairs(way.outcomes) do by_outcome[outcome] = {} end
    for _, row in ipairs(state.rows) do table.insert(by_outcome[row.step], row) end
    return by_outcome
end

-- The stop of a simulated roll outside its window, which its operator can mend: the simulated time does not
-- depend on the time of day.
local function window_advice(state)
    local stopped = state.stopped
    if not (stopped and stopped.by == "window" and host.is_simulated()) then return nil end
    return ("The simulated time began at %s: --set startsAt=TIME begins within the window"):format(
        calendar.of_moment(state.began))
end

-- Prints what stopped the roll, how many instances were not started, and the commands that explain a failure
-- and resume the roll. `commands` has `why` and `resume`; a command that is of no use is nil.
local function print_ending(state, totals, commands)
    local sentences = {}
    local function add(words) sentences[#sentences + 1] = words end
    local has_stopped = failures.is_stop_told(state, totals)
    add(has_stopped and failures.stop_words(state) or nil)
    add(failures.not_started_words(totals.not_started))
    add(has_stopped and window_advice(state) or nil)
    if #sentences > 0 then print(table.concat(sentences, ". ") .. ".", has_stopped and "red" or nil) end
    if commands.why then print("To see why: " .. commands.why) end
    if commands.resume then print("To go on: " .. commands.resume) end
end

-- Prints the number of instances for each outcome, the instances that are not done with the reason, and what
-- stopped the roll. With --quiet, prints nothing about a roll with exit code 0.
function report.print(state, totals, exit_code, commands)
    local verbosity = host.verbosity()
    local is_quiet, is_verbose = verbosity == "quiet", verbosity == "verbose"
    if is_quiet and exit_code == 0 then return end
    local took = text.duration((state.at - state.began) // 1)
    print(("%s: %s, %s"):format(state.name, text.count(#state.rows, "instance"), took))
    local by_outcome = rows_by_outcome(state)
    for _, outcome in ipairs(way.outcomes) do
        local rows = by_outcome[outcome]
        local is_listed = outcome ~= "done" or is_verbose
        if not is_quiet or is_listed and #rows > 0 then
            local color = #rows > 0 and COLORS[outcome] or nil
            print(("%5d %s"):format(totals[outcome], ending.titles[outcome]), color)
        end
        if is_listed then print_rows(rows, outcome, is_verbose) end
    end
    print_ending(state, totals, commands)
end

-- Returns the message of an error, with its code if it has one.
function report.text_of(err)
    if type(err) ~= "table" then return tostring(err) end
    local message = err.message or tostring(err)
    return err.code and ("%s [%s]"):format(message, err.code) or message
end

-- MARK: For machines

local function instance(row, began)
    return setmetatable({
        id = row.id, name = row.name, group = row.group, outcome = row.step, reason = row.reason,
        phases = json.array(way.phases(row, began)), evidence = row.evidence,
        left_drained = row.drained or nil,
    }, record "rolling.outcome")
end

-- Returns the whole report as plain data. Reading a field that the report, its totals or its instances do not
-- have is an error: `exit(report.exitcode)` would end a failed roll with 0.
function report.make(state, numbers, totals, exit_code)
    local instances, seconds = json.array(), state.at - state.began
    for i, row in ipairs(state.rows) do instances[i] = instance(row, state.began) end
    return setmetatable({
        name = state.name, exit_code = exit_code, stopped = state.stopped, seconds = seconds,
        began_at = calendar.of_moment(state.began), ended_at = calendar.of_moment(state.at),
        peak_unavailable = state.peak, max_unavailable = numbers.max_unavailable, plan_hash = state.plan,
        requests = host.requests(), decisions = json.array(state.decisions), instances = instances,
        versions = host.versions(), totals = setmetatable(totals, record "rolling.totals"),
    }, record "rolling.report")
end

-- Writes a file; returns whether that succeeded. Logs the reason of a failure.
local function write(path, content, what)
    local written, problem = host.write_file(path, content)
    if not written then log.error("%s can't be written to %s: %s", what, path, problem) end
    return written
end

-- Writes the report as JSON; returns whether that succeeded.
function report.write(made, path)
    return write(path, json.encode(made, { indent = true }) .. "\n", "the report")
end

-- Writes the ids of the instances that are not done, one a line, without the instances that the script left
-- out. Returns whether that succeeded.
function report.write_remaining(state, path)
    local ids = {}
    for _, row in ipairs(state.rows) do
        if row.step ~= "done" and not row.is_excused then ids[#ids + 1] = row.id .. "\n" end
    end
    return write(path, table.concat(ids), "the ids that remain")
end

return report
