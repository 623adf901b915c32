-- `local rolling = require "rolling"`: reboots a fleet safely and unattended. The same specification serves
-- to plan, to lint and to reboot.

local host, load_part, steady_now = ...

-- MARK: The parts

-- The functions and modules of the program that the parts of this library may use.
local world = {
    host = host, zec = zec, task = task, http = http, tcp = tcp, json = json, log = log, script = script,
    rehearse = rehearse, clock = clock, now = now, steady_now = steady_now, sleep = sleep, try = try,
    fail = fail, progress = progress, print = print, visible = visible, os = os,
}

-- The folders from which a part may load other parts, by its own folder. The core may not use the world;
-- ports and sinks may not use each other. The conductor may load every part.
local MAY_NEED = {
    core = { core = true },
    world = { world = true, core = true },
    ports = { world = true, core = true },
    sinks = { world = true, core = true },
    options = { world = true, core = true, options = true, ports = true },
}

local loaded = { world = world }

local function folder_of(name) return name:match "^(%a+)/" or name end

-- Returns the function `need` of a part. It loads another part by name, once; it raises an error if the
-- folder of the part may not load it.
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

local specification, flags = need "options/specification", need "options/flags"
local plan, state, ending = need "core/plan", need "core/state", need "core/ending"
local admission, conductor, schedule =
    need "conductor/admission", need "conductor", need "conductor/schedule"
local campaigns, journal, report = need "ports/campaigns", need "ports/journal", need "sinks/report"

-- MARK: Planning and options

local rolling = {}

-- Returns the plan as text. Its names come from the cloud, so control characters in them are escaped.
local function text_of(made)
    local lines = plan.lines(made)
    for i, line in ipairs(lines) do lines[i] = visible(line) end
    return table.concat(lines, "\n")
end

function rolling.plan(spec)
    return setmetatable(schedule.add(admission.prepare(spec)), { __tostring = text_of })
end

function rolling.lint(spec) return admission.prepare(spec).plan.lint end

function rolling.flags(names) return flags.declarations(names) end

function rolling.from_flags(options) return flags.read(options) end

-- MARK: The record

function rolling.status(name)
    host.check_flags()
    return host.roll_status(name)
end

function rolling.why(instance, run)
    host.check_flags()
    return host.instance_story(instance, run)
end

-- MARK: Rolling

local rolls_declared = 0

-- Declares a roll to the rehearsal, which judges each roll by its own limits. The declaration ends when the
-- result is closed.
local function declare_to_rehearsal(roll)
    local ids, window = {}, roll.spec.window
    for i, member in ipairs(roll.members) do ids[i] = member.id end
    rolls_declared = rolls_declared + 1
    local number = rolls_declared
    host.roll_began(number, roll.spec.name, ids, math.max(1, roll.spec.numbers.max_unavailable),
        window and specification.opening(window))
    return setmetatable({}, { __close = function() host.roll_ended(number) end })
end

-- Returns the report of a dry run: every instance is not started.
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

local function tell_notes(roll)
    for _, note in ipairs(roll.plan.notes) do log.info("%s: %s", roll.spec.name, note) end
    for _, note in ipairs(roll.plan.lint) do
        local fields = { event = "lint", campaign = roll.spec.name, option = note.option }
        host.log("info", ("%s: %s: %s"):format(roll.spec.name, note.option, note.message), fields, true)
    end
end

-- Runs one campaign until this process is done with it, and returns the report.
local function run(roll)
    local _ <close> = rehearse.active() and declare_to_rehearsal(roll) or nil
    host.rolls = host.rolls + 1
    local ending_of_roll <close> = setmetatable({}, { __close = function() host.rolls = host.rolls - 1 end })
    local running = roll.earlier and conductor.resume(roll, roll.journal) or conductor.new(roll, roll.journal)
    return task.shield(running.run, running)
end

function rolling.reboot(spec)
    host.check_flags()
    if host.is_dry_run() then
        local roll = admission.admit(spec)
        print(text_of(schedule.add(roll)))
        return dry_report(roll)
    end
    local claim <close> = campaigns.claim()
    local roll = admission.admit(spec, claim)
    if roll.recorded then
        host.roll_reported(roll.recorded.name, 0, roll.recorded.exit_code)
        return roll.recorded
    end
    tell_notes(roll)
    if roll.unfinished then run(roll.unfinished) end
    if not roll.journal then
        local opened
        opened, roll.number = claim:create()
        roll.journal = journal.of(opened)
    end
    admission.enter(roll, claim)
    return run(roll)
end

return rolling
