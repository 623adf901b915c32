-- What a roll would do, before it does anything: waves, integers, limits, the strength of the proof, the
-- time, the requests, and a hash that `require_plan` can pin.

local need = ...
local pace, thresholds, evidence, lint, text =
    need "core/pace", need "core/thresholds", need "core/evidence", need "core/lint", need "core/text"
local canonical, estimate = need "core/canonical", need "core/estimate"

local plan = {}

-- Estimates the number of requests: one to request the reboots, looks while instances leave and boot, and a
-- look at the fleet before each batch.
local function expected_requests(spec, waves, total)
    local requests = math.ceil(total / 1000)
    if spec.skip_if_booted_since then requests = requests + total end
    if spec.verify == "uptime" then requests = requests + 2 * total end
    for _, wave in ipairs(waves) do
        local hundreds = math.ceil(#wave / 100)
        local looks = math.ceil(5 / math.max(spec.poll.leave, 0.1))
            + math.ceil(estimate.BOOT_GUESS / math.max(spec.poll.up, 0.1))
        requests = requests + hundreds * (1 + looks) + 2 * math.min(math.ceil(total / 100), 9)
        if spec.verify == "boot_id" or spec.verify == "any" then requests = requests + 4 end
    end
    return requests
end

-- Returns the ids of all waves, sorted: with `order = "shuffle"`, plans of the same instances have the same
-- hash.
local function shuffled(waves)
    local ids = {}
    for _, wave in ipairs(waves) do
        for _, record in ipairs(wave) do ids[#ids + 1] = record.id end
    end
    table.sort(ids)
    return table.concat(ids, ",")
end

-- Returns the text that the hash covers: the instances, their order, the batches, and every option that
-- changes the roll.
local function covered_text(spec, numbers, waves)
    local parts = { canonical.text(spec) }
    parts[#parts + 1] = "max_unavailable=" .. numbers.max_unavailable
    for _, wave in ipairs(waves) do
        local ids = {}
        for i, record in ipairs(wave) do ids[i] = record.id end
        parts[#parts + 1] = table.concat(ids, ",")
    end
    if spec.order == "shuffle" then
        parts = { parts[1], parts[2], table.concat(numbers.sizes, ","), shuffled(waves) }
    end
    return table.concat(parts, "\n")
end

local GROUP_ORDERS = {
    interleave = "one of each in turn", sequential = "one after the other",
    as_ordered = "as the order has it",
}

-- Returns what the specification sets beside the reboots: a list of { title, text }.
local function conditions(spec, numbers)
    local list = {}
    local function add(title, words, ...) list[#list + 1] = { title, words:format(...) } end
    local health, window = spec.health_check, spec.window
    if spec.canary then
        add("canary", "%d first, watched for %s; one failure stops the roll", pace.size(numbers, 1),
            text.duration(spec.canary.bake_time))
    end
    if spec.mode == "rolling" then
        add("mode",
            "an instance that is done makes room for the next; "
                .. "each step of the ramp must be done before the next step")
    end
    if spec.stagger > 0 then add("stagger", "%s between two of a batch", text.duration(spec.stagger)) end
    if spec.group_by then
        local by, limit = spec.group_by, spec.max_unavailable_per_group
        add("groups", "by %s, %s%s",
            type(by) == "string" and by or "a function", GROUP_ORDERS[spec.group_order],
            limit and (", at most %d of each down"):format(limit) or "")
    end
    if spec.drain then
        add("load", "drained before and put back after, each within %s", text.duration(spec.drain_timeout))
    end
    if health then
        add("health", "%s, %d times in a row, within %s", health.http or health.tcp and "port " .. health.tcp
            or health.command and "by a command" or "by a function",
            health.consecutive, text.duration(health.timeout))
    end
    if window then
        add("window", "%s for %s, %s%s", window.start, text.duration(window.duration), window.tz,
            window.days and " on " .. table.concat(window.days, ", ") or "")
    end
    if spec.checkpoint then
        local counts = {}
        for i, checkpoint in ipairs(numbers.checkpoints) do counts[i] = tostring(checkpoint.count) end
        add("checkpoints", "after %s done, each to be approved", table.concat(counts, ", "))
    end
    if spec.blockers then
        add("blockers", "%d, asked before each batch and before its request", #spec.blockers)
    end
    if spec.deadline then add("deadline", "nothing is begun after %s", text.duration(spec.deadline)) end
    return list
end

local function names_of(wave)
    local names = {}
    for i, record in ipairs(wave) do names[i] = record.name end
    return names
end

-- Returns the plan of a specification for the instances of a roll, and the text whose hash pins the plan.
function plan.make(spec, records, notes, is_unattended)
    local numbers = spec.numbers
    local waves = pace.waves(spec, numbers, records)
    local begins, expected_seconds = estimate.of_waves(spec, waves)
    local proof = evidence.strength[type(spec.verify) == "function" and "function" or spec.verify]
    local made = {
        name = spec.name, total = #records, max_unavailable = numbers.max_unavailable, waves = {},
        notes = notes,
        stops_at_failure = spec.on_failure ~= "continue" and thresholds.allowed(spec, #records) + 1 or nil,
        proof = proof,
        on_failure = spec.on_failure,
        expected_seconds = expected_seconds,
        expected_requests = expected_requests(spec, waves, #records),
        conditions = conditions(spec, numbers),
        lint = lint.notes(spec, numbers, records, {
            is_unattended = is_unattended, seconds_per_batch = estimate.seconds_per_batch(spec),
        }),
    }
    for i, wave in ipairs(waves) do
        made.waves[i] = {
            size = #wave, first = wave[1].name, last = wave[#wave].name, group = wave[1].group,
            names = names_of(wave), begins_after = begins[i],
        }
    end
    if spec.window then made.fits_window = made.expected_seconds <= spec.window.longest end
    return made, covered_text(spec, numbers, waves)
end

-- MARK: For people

-- The length of a line with names, and its indentation.
local COLUMNS, INDENT = 100, (" "):rep(21)

-- Returns when a batch begins: as calendar time if the plan has it, else as a time after the beginning of the
-- roll.
local function when(wave)
    if wave.begins_at then
        return wave.window_closes_at and ("%s, window until %s"):format(wave.begins_at, wave.window_closes_at)
            or wave.begins_at
    end
    return wave.begins_after > 0 and "after " .. text.duration(wave.begins_after) or "at once"
end

local function add_names(lines, names)
    local line = INDENT
    for i, name in ipairs(names) do
        local word = name .. (i < #names and ", " or "")
        if #line + #word > COLUMNS and line ~= INDENT then
            lines[#lines + 1], line = (line:gsub(" $", "")), INDENT
        end
        line = line .. word
    end
    lines[#lines + 1] = line
end

-- Returns the lines for each batch: its size, its time, and the names of its instances.
local function wave_lines(made)
    local lines = {}
    for number, wave in ipairs(made.waves) do
        lines[#lines + 1] = ("  %-18s %s, %s:"):format(
            "batch " .. number, text.count(wave.size, "instance"), when(wave))
        add_names(lines, wave.names)
    end
    return lines
end

local function counted(count, what, more) return ("%d %s"):format(count, count == 1 and what or more) end

-- Writes the plan as lines of text.
function plan.lines(made)
    local lines = {
        ("plan '%s': %s in %s, at most %d down at a time"):format(
            made.name, counted(made.total, "instance", "instances"),
            counted(#made.waves, "batch", "batches"), made.max_unavailable),
    }
    local waves = wave_lines(made)
    table.move(waves, 1, #waves, #lines + 1, lines)
    for _, condition in ipairs(made.conditions) do
        lines[#lines + 1] = ("  %-18s %s"):format(condition[1], condition[2])
    end
    lines[#lines + 1] = made.stops_at_failure
        and ("  %-18s %d"):format(
            made.on_failure == "pause" and "pauses at failure" or "stops at failure", made.stops_at_failure)
        or "  stops at failure   never (on_failure is continue)"
    lines[#lines + 1] = "  proof              " .. made.proof
    local time = text.duration(made.expected_seconds)
    if made.fits_window ~= nil then
        time = time .. (made.fits_window and ", which fits the window" or ", which is longer than the window")
    end
    lines[#lines + 1] = "  about              " .. time
    lines[#lines + 1] = ("  requests           about %d"):format(made.expected_requests)
    lines[#lines + 1] = "  hash               " .. made.hash
    for _, note in ipairs(made.notes) do lines[#lines + 1] = "  note: " .. note end
    for _, note in ipairs(made.lint) do
        lines[#lines + 1] = ("  warning: %s: %s"):format(note.option, note.message)
    end
    return lines
end

return plan
