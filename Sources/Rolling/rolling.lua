-- `local rolling = require "rolling"`: restarting a fleet, safely and unattended. One specification: to plan,
-- to lint, to reboot.

local host, load_part, steady_now = ...

-- MARK: The parts

-- What parts may use of the program beside each other.
local world = {
    host = host, zec = zec, task = task, http = http, tcp = tcp, json = json, log = log, script = script,
    rehearse = rehearse, clock = clock, now = now, steady_now = steady_now, sleep = sleep, try = try,
    fail = fail, progress = progress, print = print, visible = visible, os = os,
}

-- Which parts a part may need, by the folder it is in. The core gets nothing of the world; ports and sinks
-- get nothing of each other. The conductor may need all.
local MAY_NEED = {
    core = { core = true },
    world = { world = true, core = true },
    ports = { world = true, core = true },
    sinks = { world = true, core = true },
    options = { world = true, core = true, options = true, ports = true },
}

local loaded = { world = world }

local function folder_of(name) return name:match "^(%a+)/" or name end

-- A function that loads what a part needs by name, once; whatever its folder may not need is refused.
local function need_of(part)
    local allowed = MAY_NEED[folder_of(part)]
    return function(name)
        if allowed and not allowed[folder_of(name)] then
            error(("internal error: %s may not need %s"):format(part, name), 2)
        end
        if loaded[name] == nil then loaded[name] = load_part(name, loaded.need_of(name)) end
        return loaded[name]
    end
end

loaded.need_of = need_of
local need = need_of "rolling"

local specification, selection, flags =
    need "options/specification", need "options/selection", need "options/flags"
local pace, plan, state, ending = need "core/pace", need "core/plan", need "core/state", need "core/ending"
local conductor, journal, report, notify =
    need "conductor", need "ports/journal", need "sinks/report", need "sinks/notify"

-- MARK: What is offered

local rolling = {}

local function with_arrays(made)
    for _, name in ipairs { "waves", "notes", "conditions", "lint" } do json.array(made[name]) end
    return made
end

local function check_room(numbers)
    if numbers.total == 0 or numbers.max_unavailable >= 1 then return end
    specification.refuse(
        "min_healthy leaves nobody who may be down of %d: nothing would ever be rebooted", numbers.total)
end

-- A roll that is planned: { spec =, members =, inventory =, plan = }.
local function prepare(given)
    local spec = specification.read(given)
    local members, notes = selection.resolve(spec)
    spec.numbers = pace.numbers(spec, #members)
    local made, canonical = plan.make(spec, members, notes, not host.is_terminal())
    made.hash = host.sha256(canonical)
    check_room(spec.numbers)
    local inventory = {}
    for _, member in ipairs(members) do inventory[member.id] = member.row end
    return { spec = spec, members = members, inventory = inventory, plan = with_arrays(made) }
end

-- The plan as text; the names in it are the cloud's.
local function text_of(made)
    local lines = plan.lines(made)
    for i, line in ipairs(lines) do lines[i] = visible(line) end
    return table.concat(lines, "\n")
end

function rolling.plan(spec) return setmetatable(prepare(spec).plan, { __tostring = text_of }) end

function rolling.lint(spec) return prepare(spec).plan.lint end

function rolling.flags(names) return flags.declarations(names) end

function rolling.from_flags(options) return flags.read(options) end

-- MARK: Refusals

local function reason_of(err) return type(err) == "table" and err.message or tostring(err) end

-- At three in the morning nothing else tells: a roll that is refused is told of like one that ends.
local function tell_of_refusal(spec, err)
    local target = type(spec) == "table" and spec.notify or nil
    if type(target) ~= "function" and type(target) ~= "string" then return end
    local notifier = notify.new(target, tostring(spec.name))
    notifier:start()
    notifier:tell("not_run", "not run: " .. reason_of(err))
    notifier:close()
end

-- The report of a roll that was refused: that of the night before must not be taken for it.
local function report_refusal(spec, err)
    if type(spec) ~= "table" or type(spec.report) ~= "string" or host.is_dry_run() then return end
    report.write({ name = tostring(spec.name), not_run = reason_of(err) }, spec.report)
end

local function check_plan(roll)
    local required = roll.spec.require_plan
    if required and required ~= roll.plan.hash then
        local message = "rolling: the plan has changed: require_plan is %s, and the plan is %s; look at it"
        fail(message:format(required, roll.plan.hash))
    end
end

local function check_report(roll)
    local path = roll.spec.report
    if not path or host.is_dry_run() then return end
    local problem = host.check_writable(path)
    if problem then specification.refuse("the report could not be written to %s: %s", path, problem) end
end

-- A roll that is ready to run.
local function admit(spec)
    local roll, err = try(function()
        local roll = prepare(spec)
        check_plan(roll)
        check_report(roll)
        return roll
    end)
    if not err then return roll end
    tell_of_refusal(spec, err)
    report_refusal(spec, err)
    error(err, 0)
end

-- MARK: Rolling

local rolls_declared = 0

-- Declares a roll to the rehearsal, which judges each roll by its own limits, until the result is closed.
local function declare_to_rehearsal(roll)
    local ids, window = {}, roll.spec.window
    for i, member in ipairs(roll.members) do ids[i] = member.id end
    rolls_declared = rolls_declared + 1
    local number = rolls_declared
    host.roll_began(number, roll.spec.name, ids, math.max(1, roll.spec.numbers.max_unavailable),
        window and specification.opening(window))
    return setmetatable({}, { __close = function() host.roll_ended(number) end })
end

-- What a roll reports in a dry run.
local function dry_report(roll)
    local dry = conductor.opened(roll)
    for _, member in ipairs(roll.members) do
        state.apply(dry, {
            kind = "ended", id = member.id, outcome = "not_started", reason = "a dry run",
            seq = dry.seq + 1, at = dry.at,
        })
        if rehearse.active() then rehearse.outcome(member.id, "not_started") end
    end
    local made = report.make(dry, roll.spec.numbers, ending.totals(dry), 0)
    made.dry_run, made.plan = true, roll.plan
    return made
end

function rolling.reboot(spec)
    host.check_flags()
    local roll = admit(spec)
    for _, note in ipairs(roll.plan.notes) do log.info("%s: %s", roll.spec.name, note) end
    for _, note in ipairs(roll.plan.lint) do
        log.info("%s: %s: %s", roll.spec.name, note.option, note.message)
    end
    if host.is_dry_run() then
        print(text_of(roll.plan))
        return dry_report(roll)
    end
    local _ <close> = rehearse.active() and declare_to_rehearsal(roll) or nil
    host.rolls = host.rolls + 1
    local ending_of_roll <close> = setmetatable({}, { __close = function() host.rolls = host.rolls - 1 end })
    local running = conductor.new(roll, journal.open(roll.spec.name))
    return task.shield(running.run, running)
end

return rolling
