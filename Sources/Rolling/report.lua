-- What became of a roll: totals that must add up, a table for people, and everything for machines.

local host, way, json, io, print, log, now, date = ...

local report = {}

-- MARK: Totals

-- Counts by outcome; raises where they do not add up to the selection, which is a mistake in the program.
function report.totals(records)
    local totals = {}
    for _, outcome in ipairs(way.outcomes) do totals[outcome] = 0 end
    for _, record in ipairs(records) do
        if totals[record.step] == nil then
            error(("internal error: %s ended as %s"):format(record.id, record.step), 0)
        end
        totals[record.step] = totals[record.step] + 1
    end
    local sum = 0
    for _, outcome in ipairs(way.outcomes) do sum = sum + totals[outcome] end
    if sum ~= #records then error("internal error: the totals do not add up to the selection", 0) end
    return totals
end

local function was_all_right(roll)
    for _, record in ipairs(roll.records) do
        if record.step == "failed" or record.step == "skipped" and not record.is_excused then return false end
    end
    return true
end

-- 0 all done · 5 stopped by failures · 6 uncertain ones remain · 7 not all begun · 8 finished, with failures.
function report.exit_code(roll, totals)
    if totals.uncertain > 0 then return 6 end
    if roll.has_failed or roll.stopped and roll.stopped.by == "failures" then return 5 end
    if totals.not_started > 0 then return 7 end
    return was_all_right(roll) and 0 or 8
end

-- MARK: For people

local function print_names(records)
    local line = "   "
    for position, record in ipairs(records) do
        local word = " " .. record.id .. (position < #records and "," or "")
        if #line + #word > 100 then
            print(line)
            line = "   "
        end
        line = line .. word
    end
    if #records > 0 then print(line) end
end

local function print_reasons(records)
    for _, record in ipairs(records) do
        local drained = record.drained == true and " (left drained)" or record.drained and " (may be left drained)" or ""
        print(("    %s (%s): %s%s"):format(record.id, record.name, record.reason or "no reason", drained))
    end
end

local titles = { done = "done", failed = "failed", uncertain = "uncertain", skipped = "skipped", not_started = "not started" }

-- Prints the table: of each outcome how many, and who; with the reason where there is one.
function report.print(roll, totals)
    local count = #roll.records
    print(("%d %s, %s"):format(count, count == 1 and "instance" or "instances", host.duration_text(roll:elapsed() // 1)))
    for _, outcome in ipairs(way.outcomes) do
        local list = {}
        for _, record in ipairs(roll.records) do
            if record.step == outcome then list[#list + 1] = record end
        end
        print(("%5d %s"):format(totals[outcome], titles[outcome]))
        local has_reasons = outcome == "failed" or outcome == "uncertain" or outcome == "skipped"
        local show = has_reasons and print_reasons or print_names
        show(list)
    end
    if roll.stopped then print("stopped: " .. roll.stopped.reason) end
end

-- An error in words.
function report.text_of(err)
    if type(err) ~= "table" then return tostring(err) end
    local message = err.message or tostring(err)
    return err.code and ("%s [%s]"):format(message, err.code) or message
end

-- MARK: For machines

local function instance(record)
    return {
        id = record.id, name = record.name, group = record.group, outcome = record.step, reason = record.reason,
        phases = json.array(way.phases(record)), evidence = record.evidence, left_drained = record.drained or nil,
    }
end

local function time_text(seconds) return date("!%Y-%m-%dT%H:%M:%SZ", math.floor(seconds)) end

-- Everything, as plain data.
function report.make(roll, totals, exit_code)
    local instances = json.array()
    for i, record in ipairs(roll.records) do instances[i] = instance(record) end
    return {
        name = roll.spec.name, exit_code = exit_code, stopped = roll.stopped, totals = totals, seconds = roll:elapsed(),
        began_at = time_text(now() - roll:elapsed()), ended_at = time_text(now()),
        peak_unavailable = roll.peak, max_unavailable = roll.numbers.max_unavailable, plan_hash = roll.plan.hash,
        requests = host.requests(), decisions = roll.decisions, instances = instances, versions = host.versions(),
    }
end

-- Writes report.json; returns whether that was possible. Where it was not, the reason is logged.
function report.write(made, path)
    local written, problem = host.write_file(path, json.encode(made, { indent = true }) .. "\n")
    if not written then log.error("the report cannot be written to %s: %s", path, problem) end
    return written
end

return report
