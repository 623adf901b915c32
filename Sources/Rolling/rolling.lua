-- `local rolling = require "rolling"`: restarting a fleet, safely and unattended. One specification: to plan, to lint, to reboot.

local host, load_part, steady_now = ...
local zec, task, http, tcp, json, log, script, rehearse = zec, task, http, tcp, json, log, script, rehearse
local clock, now, sleep, try, fail, progress, print = clock, now, sleep, try, fail, progress, print

-- MARK: The parts

local parts = {}
parts.amounts = load_part "amounts"
parts.question = load_part("question", task, host, clock)
parts.interruption = load_part("interruption", task)
parts.way = load_part "instance_way"
parts.pace = load_part("pace", parts.amounts, host.call_hook)
parts.thresholds = load_part("thresholds", parts.amounts)
local options = host.rolling_options()
parts.kinds = load_part("kinds", host, parts.amounts)
parts.specification = load_part("specification", host, parts.kinds, options, steady_now)
parts.flags = load_part("flags", host, options)
parts.poller = load_part("poller", host, zec, clock, try, task.spawn)
parts.collector = load_part("collector", host, sleep, task.spawn, try)
parts.health = load_part("health", parts.question, parts.collector, http, tcp, zec, try, sleep, clock, task)
parts.exclusion = load_part("exclusion", parts.question, parts.specification.refuse)
parts.selection = load_part("selection", host, zec, parts.health, parts.exclusion, parts.specification, try, clock, sleep, fail,
    load_part "hooks")
parts.evidence = load_part("evidence", host, parts.question, parts.collector, zec, try)
parts.availability = load_part("availability", zec, clock, sleep, try, parts.way)
parts.gates = load_part("gates", host, parts.question, task, try, clock, now, steady_now, os.remove, rehearse.active)
parts.notify = load_part("notify", host, http, task.spawn, try, log, json)
parts.lint = load_part "lint"
parts.plan = load_part("plan", host, parts.amounts, parts.pace, parts.thresholds, parts.evidence, parts.lint,
    json.array)
parts.report = load_part("report", host, parts.way, json, io, function(line) print(visible(line)) end, log, now, os.date)
parts.measurements = load_part "measurements"
parts.headcount = load_part("headcount", parts.way)
parts.traffic = load_part("traffic", parts.question, task)
parts.admission = load_part("admission", parts.question, parts.pace)
parts.permission = load_part("permission", parts.thresholds, parts.gates, clock, log)
parts.instance_roll = load_part("instance_roll", host, zec, try, clock, sleep, parts.traffic)
parts.batch = load_part("batch", host, zec, task, try, clock, parts.traffic, parts.permission, parts.way,
    parts.report, parts.instance_roll.follow)
parts.second_look = load_part "second_look"
parts.modes = load_part("modes", task, sleep, parts.pace, parts.traffic, parts.permission, parts.batch, parts.second_look)
parts.conclusion = load_part("conclusion", task, try, log, parts.way, parts.report, parts.second_look, parts.permission)
parts.roll = load_part("roll", host, zec, parts, clock, try, task, log, progress, script, json.array)

-- MARK: What is offered

local rolling = {}

local function prepare(spec)
    local checked = parts.specification.read(spec)
    local rows, notes = parts.selection.resolve(checked)
    return parts.roll.new(checked, rows, notes)
end

local function reason_of(err) return type(err) == "table" and err.message or tostring(err) end

-- Nobody watches at three in the morning: a roll that is refused is told of like one that ends.
local function tell_of_refusal(spec, err)
    local target = type(spec) == "table" and spec.notify or nil
    if type(target) ~= "function" and type(target) ~= "string" then return end
    local name = tostring(spec.name)
    local notifier = parts.notify.new(target)
    notifier:start()
    notifier:tell("not_run", name, ("%s: not run: %s"):format(name, reason_of(err)))
    notifier:close()
end

-- The report of a roll that was refused: that of the night before must not be taken for it.
local function report_refusal(spec, err)
    if type(spec) ~= "table" or type(spec.report) ~= "string" or host.is_dry_run() then return end
    parts.report.write({ name = tostring(spec.name), not_run = reason_of(err) }, spec.report)
end

local function with_text(plan) return setmetatable(plan, { __tostring = parts.plan.text }) end

function rolling.plan(spec) return with_text(prepare(spec).plan) end

function rolling.lint(spec) return prepare(spec).plan.lint end

local rolls_declared = 0

-- Declares a roll to the rehearsal, which judges each roll by its own limits, until what this returns is closed.
local function declare_to_rehearsal(roll)
    local ids, window = {}, roll.spec.window
    for i, record in ipairs(roll.records) do ids[i] = record.id end
    rolls_declared = rolls_declared + 1
    local number = rolls_declared
    host.roll_began(number, roll.spec.name, ids, math.max(1, roll.numbers.max_unavailable),
        window and parts.specification.opening(window))
    return setmetatable({}, { __close = function() host.roll_ended(number) end })
end

local function check_plan(roll)
    local required = roll.spec.require_plan
    if required and required ~= roll.plan.hash then
        fail(("rolling: the plan has changed: require_plan is %s, and the plan is %s; look at it before it runs"):format(
            required, roll.plan.hash))
    end
end

local function check_report(roll)
    local path = roll.spec.report
    if not path or host.is_dry_run() then return end
    local problem = host.check_writable(path)
    if problem then parts.specification.refuse("the report could not be written to %s: %s", path, problem) end
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

-- What a roll would have reported that nothing was done of.
local function dry_report(roll)
    for _, record in ipairs(roll.records) do roll:record(record, "not_started", "a dry run") end
    local made = parts.report.make(roll, parts.report.totals(roll.records), 0)
    made.dry_run, made.plan = true, roll.plan
    return made
end

function rolling.flags(names) return parts.flags.declarations(names) end

function rolling.from_flags(options) return parts.flags.read(options) end

function rolling.reboot(spec)
    host.check_flags()
    local roll = admit(spec)
    for _, note in ipairs(roll.plan.notes) do log.info("%s: %s", roll.spec.name, note) end
    for _, note in ipairs(roll.plan.lint) do log.info("%s: %s: %s", roll.spec.name, note.option, note.message) end
    if host.is_dry_run() then
        print(parts.plan.text(roll.plan))
        return dry_report(roll)
    end
    local _ <close> = rehearse.active() and declare_to_rehearsal(roll) or nil
    host.rolls = host.rolls + 1
    local ending <close> = setmetatable({}, { __close = function() host.rolls = host.rolls - 1 end })
    return task.shield(roll.run, roll)
end

return rolling
