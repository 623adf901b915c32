-- A roll with a specification that the seed draws: for all options, no invariant may be violated.
--
-- If the script has a number as its argument, that number draws the specification, and a filter chooses the
-- instances: a script that is started again after a kill must ask for the same roll.

local rolling = require "rolling"

local number = math.tointeger(tonumber(arg[1]))

-- Returns a number from 0 to 1, drawn from the number of the command line.
local function next_drawn()
    number = (number * 6364136223846793005 + 1442695040888963407)
    return (number >> 11) / (1 << 53)
end

local function random(low, high)
    if not number then return math.random(low, high) end
    return low + math.floor(next_drawn() * (high - low + 1))
end

local function chance(share) return (number and next_drawn() or math.random()) < share end
local function one_of(list) return list[random(1, #list)] end
local function maybe(share, value) if chance(share) then return value end end

local fleet, problem
for _ = 1, 200 do
    fleet, problem = try(zec.instances, {})
    if fleet then break end
    if number or problem.kind == "credentials" then break end
    sleep "5s"
end
if not fleet and number then fleet = {} end -- the roll finds its instances itself
if not fleet and problem.kind == "credentials" then error(problem, 0) end
if not fleet then exit(7) end -- the cloud was away, or throttled every request

local instances = {}
local function draw_instances()
    local first, count = random(1, #fleet), random(1, 30)
    for i = first, math.min(#fleet, first + count - 1) do
        instances[#instances + 1] = chance(0.5) and fleet[i] or fleet[i].instanceId
    end
end
if not number then draw_instances() end

-- Leaves out instances by the last digits of their ids, and a drawn share of them.
local function excluding()
    local kept = random(5, 100)
    return function(row) return tonumber(row.instanceId:sub(-2)) >= kept end
end

-- Always a true health check: without one, no script can know that a RUNNING machine is not healthy.
local health = one_of {
    { http = "http://%s/health" }, { http = "http://%s/health", consecutive = 1, interval = "2s" },

    { fn = function(row)
        local answer = http.get("http://" .. row.privateIpAddresses[1] .. "/health", { timeout = "2s" })
        return answer.status == 200
    end },
}

local spec = {
    name = "drawn", instances = instances, allow_missing = chance(0.5), max_targets = 500,
    exclude = number and excluding()
        or maybe(0.2, { type(instances[1]) == "table" and instances[1].instanceId or instances[1] }),
    allow_empty = true,
    only_if = maybe(0.2, function(row) return #row.instanceId > 0 and not row.instanceId:find("9$") end),
    order = one_of { "group,name", "as_given", "unhealthy_first", "shuffle" },
    skip_if_booted_since = maybe(0.1, one_of { "1h", "300d" }),
    mode = one_of { "batch", "rolling" },
    batch_size = maybe(0.7, one_of { 1, 3, 10, "10%", "50%", "100%", { 1, "10%", "20%" } }),
    max_unavailable = maybe(0.8, one_of { 1, 2, 5, "10%", "25%", "50%" }),
    min_healthy = maybe(0.2, one_of { 1, "50%", "90%" }),
    group_by = maybe(0.4, one_of { "zoneId", "tags.role" }),
    group_order = one_of { "interleave", "sequential", "as_ordered" },
    stagger = maybe(0.2, one_of { "1s", "20s" }),
    start_jitter = maybe(0.1, "10m"),
    canary = maybe(0.2, { bake_time = "1m" }),
    verify = one_of {
        "any", "boot_id", "uptime", "status",
        function(row) return zec.boot_id { row.instanceId }[row.instanceId] end,
    },
    health_check = health,
    min_healthy_time = one_of { 0, "10s", "40s" }, bake_time = one_of { 0, "30s" },
    leave_timeout = one_of { "1m", "3m" }, reboot_timeout = one_of { "3m", "10m" },
    ambiguous_retry = one_of { 0, 0, 1 }, escalate = nil,
    max_failures = one_of { 0, 0, 1, 3, 100 }, max_fail_percent = maybe(0.1, "10%"),
    max_failures_per_batch = maybe(0.1, 1), max_consecutive_failures = maybe(0.1, 1),
    on_failure = one_of { "stop", "stop", "pause", "continue" }, pause_timeout = "5m",
    approve = function() return chance(0.5) end,
    checkpoint = maybe(0.2, {
        at = one_of { { "20%", "60%" }, { "80%", 1, "30%" } },
        timeout = "10m", on_timeout = one_of { "stop", "continue" },
    }),
    window = maybe(0.3, {
        days = maybe(0.5, { "Mon", "Tue", "Wed", "Thu", "Fri" }),
        start = one_of { "09:00", "23:30", "02:30" }, duration = one_of { "20m", "3h", "8h" },
        tz = one_of { "UTC", "Europe/Paris", "America/New_York", "Asia/Tokyo" },
    }),
    outside = one_of { "exit", "wait" }, deadline = maybe(0.1, "30m"),
    blockers = maybe(0.2, { zec.no_provider_maintenance, function() return chance(0.1) and "not now" end }),
    blocker_deadline = "30m",
    poll = { leave = one_of { "0.3s", "1s", "5s" }, up = one_of { "1s", "5s" } },
    notify = maybe(0.3, function(event) if chance(0.2) then error("nobody listens") end sleep(1) end),
}
if number then spec.instances, spec.filter = nil, {} end
if not spec.group_by then spec.group_order = nil end
-- Without a checkpoint or a pause, `approve` is refused.
if not spec.checkpoint and spec.on_failure ~= "pause" then spec.approve = nil end
-- A window of minutes allows few reboots per night; a rehearsal waits for a week.
if spec.outside == "wait" then spec.deadline = spec.deadline or "4d" end
spec.max_unavailable_per_group = spec.group_by and maybe(0.7, one_of { 1, 2 })

if chance(0.4) then
    local ids = {}
    for i, row in ipairs(fleet) do ids[i] = row.instanceId end
    local balancer = rehearse.service {
        name = "lb", ids = ids, drain = function() sleep(one_of { 0, 1, 5 }) end, undrain = function() end,
    }
    spec.drain, spec.undrain = balancer.drain, balancer.undrain
    -- "force" reboots instances under load, which violates an invariant.
    spec.drain_timeout, spec.on_drain_timeout = "20s", one_of { "skip", "abort" }
end

local report, err = try(rolling.reboot, spec)
-- 90 % of one instance is that instance: no instance may be down, and the roll is refused.
if type(err) == "table" and err.message:find "min_healthy lets no instance" then
    fail(err.message, { exit_code = 7 })
end
if err then error(err, 0) end
exit(report.exit_code)
