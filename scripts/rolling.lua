-- Reboots instances batch by batch, and calls none of them done without evidence that it rebooted.
--
-- Usage: zecscript scripts/rolling.lua [options] ID...
--        zecscript scripts/rolling.lua [options] --tag role=web
--
-- A thin command over the library: each option is that of rolling.reboot with the same name (see the reference). Exit code 0:
-- all are done and well. 5: stopped by failures. 6: of some nobody knows whether they rebooted; look at them first.
-- 7: not all were begun. 8: finished, with failures.

local rolling = require "rolling"

local options = script.options {
    about = "Reboots instances batch by batch, and calls none of them done without evidence that it rebooted.",
    arguments = { name = "ID", help = "instances to reboot" },
    "Which instances (ids, or a filter, or --all):",
    { "ids-file", metavar = "FILE", help = "a file with one id on each line; - is standard input" },
    { "tag", "list", metavar = "KEY=VALUE", help = "those with this tag; several tags must all be there" },
    { "zone", metavar = "ZONE", help = "those in this zone" },
    { "name", metavar = "TEXT", help = "those with this in their name" },
    { "all", "flag", help = "every instance there is" },
    { "exclude", "list", metavar = "ID", help = "but not this one, by id or name" },
    { "expect-min", "integer", min = 0, help = "refuse fewer instances" },
    { "expect-max", "integer", min = 0, help = "refuse more instances" },
    { "max-targets", "integer", default = 500, min = 1, help = "refuse more instances, whatever is expected" },
    "How fast:",
    { "batch-size", metavar = "LIST", help = 'how many at a time, or a ramp: 1,5%,10%; unless set 1, and then as many as may be down' },
    { "max-unavailable", metavar = "AMOUNT", help = "how many may be down at once, others included; the batch size unless set, or 1" },
    { "min-healthy", metavar = "AMOUNT", help = "how many must stay up" },
    { "mode", choices = { "batch", "rolling" }, default = "batch", help = "batch after batch, or as one comes back the next goes" },
    { "group-by", metavar = "FIELD", help = "what makes a group: zoneId, tags.rack" },
    { "max-unavailable-per-group", "integer", min = 1, help = "how many of one group may be down at once" },
    { "canary", "flag", help = "one instance first, watched for five minutes" },
    { "stagger", "duration", default = "0s", help = "between two reboots of one batch" },
    { "start-jitter", "duration", default = "0s", help = "wait up to so long before it begins" },
    { "min-healthy-time", "duration", default = "10s", help = "how long an instance must stay well" },
    { "bake-time", "duration", default = "30s", help = "how long everything is watched after each batch" },
    { "pause", "duration", help = "the same as --bake-time" },
    "What counts:",
    { "health-url", metavar = "URL", help = "must answer 2xx three times in a row; %s is the instance's address" },
    { "health-port", "integer", min = 1, max = 65535, help = "must accept connections" },
    { "health-interval", "duration", default = "5s", help = "between two questions" },
    { "verify", choices = { "any", "boot_id", "uptime", "status", "health" }, default = "any", help = "what proves a reboot" },
    { "leave-timeout", "duration", default = "3m", help = "for an instance to be seen leaving RUNNING" },
    { "reboot-timeout", "duration", default = "10m", help = "for an instance to be RUNNING again" },
    { "poll-leave", "duration", default = "1s", help = "between two looks while instances should be leaving" },
    { "poll-up", "duration", default = "5s", help = "between two looks while they boot" },
    "When to stop:",
    { "max-failures", "integer", default = 0, min = 0, help = "so many may fail" },
    { "max-fail-percent", metavar = "SHARE", help = "or such a share of them: 5%" },
    { "deadline", "duration", help = "begin nothing after this time" },
    { "no-provider-maintenance", "flag", help = "wait while the provider maintains one of them" },
    "What is told:",
    { "roll-name", metavar = "NAME", default = "rebooting", help = "what the roll is called" },
    { "notify", metavar = "URL", help = "tell this URL, in Slack's form" },
    { "report", metavar = "FILE", help = "write the whole report as JSON" },
    { "plan", "flag", help = "say what would be done, and do nothing" },
    { "dry-run", "flag", help = "the same as --plan" },
    { "require-plan", metavar = "HASH", help = "refuse any other plan" },
}

local function refuse(problem) fail(problem .. " (see --help)", { exit_code = 2 }) end

local function filter()
    local tags = {}
    for _, tag in ipairs(options.tag) do
        local key, value = tag:match("^([^=]+)=(.*)$")
        if not key then refuse(("--tag %s: KEY=VALUE expected"):format(tag)) end
        if tags[key] then refuse(("--tag %s is given twice; no instance has two values of one tag"):format(key)) end
        tags[key] = value
    end
    return { tags = next(tags) and tags, zoneId = options.zone, name = options.name }
end

-- Exactly one way of choosing: nothing chosen never means everything.
local function choose(spec)
    local by_id = #options.args > 0 or options.ids_file ~= nil
    local by_filter = #options.tag > 0 or options.zone ~= nil or options.name ~= nil
    local ways = (by_id and 1 or 0) + (by_filter and 1 or 0) + (options.all and 1 or 0)
    if ways == 0 then refuse("no instances chosen: give ids, a filter or --all") end
    if ways > 1 then refuse("ids, a filter and --all exclude each other") end
    if #options.args > 0 and options.ids_file then refuse("ids and --ids-file exclude each other") end
    for name, value in pairs { zone = options.zone, name = options.name } do
        if value == "" then refuse(("--%s is empty; it never means all"):format(name)) end
    end
    for _, id in ipairs(options.args) do
        if id == "" then refuse("an id is empty; it never means all") end
    end
    if options.ids_file then spec.instances_file = options.ids_file
    elseif by_id then spec.instances = options.args
    else spec.filter = by_filter and filter() or {} end
end

-- `10` as a number, `10%` as it is.
local function amount(text) return math.tointeger(tonumber(text)) or text end

local function sizes()
    if not options.batch_size then return nil end
    local list = {}
    for item in options.batch_size:gmatch("[^,]+") do list[#list + 1] = amount(item) end
    return list
end

local function max_unavailable(batch_size)
    if options.max_unavailable then return amount(options.max_unavailable) end
    return batch_size and batch_size[#batch_size] or nil
end

local function health_check()
    if options.health_url and options.health_port then refuse("--health-url and --health-port exclude each other") end
    if not options.health_url and not options.health_port then return nil end
    return { http = options.health_url, tcp = options.health_port, interval = options.health_interval }
end

local function expect()
    if not options.expect_min and not options.expect_max then return nil end
    return { min = options.expect_min, max = options.expect_max }
end

local batch_size = sizes()

local spec = {
    name = options.roll_name, exclude = #options.exclude > 0 and options.exclude or nil, expect = expect(),
    max_targets = options.max_targets, mode = options.mode, batch_size = batch_size,
    max_unavailable = max_unavailable(batch_size), min_healthy = options.min_healthy and amount(options.min_healthy),
    group_by = options.group_by, max_unavailable_per_group = options.max_unavailable_per_group,
    canary = options.canary and {} or nil, stagger = options.stagger, start_jitter = options.start_jitter,
    min_healthy_time = options.min_healthy_time, bake_time = options.pause or options.bake_time, health_check = health_check(),
    verify = options.verify, leave_timeout = options.leave_timeout, reboot_timeout = options.reboot_timeout,
    poll = { leave = options.poll_leave, up = options.poll_up }, max_failures = options.max_failures,
    max_fail_percent = options.max_fail_percent, deadline = options.deadline,
    blockers = options.no_provider_maintenance and { zec.no_provider_maintenance } or nil,
    notify = options.notify, report = options.report, require_plan = options.require_plan,
}
choose(spec)

-- What is wrong with the options is wrong with the command line.
local function run(action)
    local result, err = try(action, spec)
    if not err then return result end
    if err.kind == "usage" and err.message:find("^rolling: ") then refuse(err.message) end
    error(err, 0)
end

if options.plan or options.dry_run then return print(tostring(run(rolling.plan))) end

exit(run(rolling.reboot).exit_code)
