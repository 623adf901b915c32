-- Reboots the servers behind an HAProxy, each taken out of load before and put back after it.
--
-- Usage: zecscript scripts/drain-lb.lua --tag role=web --lb http://lb.internal:8404/stats --backend web
--            --health-url 'http://%s/health' [options]
--
-- In Ansible's words: `serial: 2`, with community.general.haproxy and `state: drain` in pre_tasks, `state: enabled` in
-- post_tasks. The post_tasks here run also when the reboot was refused, and never for one that did not come back well: that one
-- stays out of load, and the report says so.
--
-- It uses HAProxy's page of statistics, which needs `stats admin if …` to change anything. Servers are called there what the
-- instances are called. Where the page wants a password, LB_AUTHORIZATION holds the header: "Basic …".

local rolling = require "rolling"

local options = script.options {
    about = "Reboots the servers behind an HAProxy, each taken out of load before and put back after it.",
    { "tag", metavar = "KEY=VALUE", required = true, help = "which instances: those with this tag" },
    { "max-targets", "integer", default = 500, min = 1, help = "refuse to begin with more instances than this" },
    { "lb", metavar = "URL", required = true, help = "HAProxy's page of statistics" },
    { "backend", metavar = "NAME", required = true, help = "the backend to which the servers belong" },
    { "drain-timeout", "duration", default = "5m", help = "how long sessions may take to end; then the instance is left out" },
    { "batch-size", metavar = "AMOUNT", default = "2", help = "how many at a time: 2 or 5%; no more may ever be down" },
    { "health-url", metavar = "URL", required = true, help = "must answer 2xx; %s is the instance's address" },
}

local key, value = options.tag:match("^([^=]+)=(.+)$")
if not key then fail(("--tag %s: KEY=VALUE expected"):format(options.tag), { exit_code = 2 }) end

-- MARK: The load balancer

local headers = { authorization = env "LB_AUTHORIZATION", ["content-type"] = "application/x-www-form-urlencoded" }

-- What somebody does who ticks a server on the page and chooses an action. HAProxy answers by a redirection that tells the outcome.
local function set_state(server, action)
    local form = ("b=%s&s=%s&action=%s"):format(options.backend, server, action)
    local answer = http.post(options.lb, form, { headers = headers })
    local outcome = (answer.headers.location or ""):match(";st=(%u+)")
    if outcome ~= "DONE" then
        fail(("HAProxy did not set %s to %s: it answered %d %s"):format(server, action, answer.status, outcome or ""))
    end
end

-- Sessions and status of a server: the columns scur and status of the statistics.
local function look_at(server)
    for line in http.get(options.lb .. ";csv", { headers = headers }).body:gmatch("[^\n]+") do
        local cells = {}
        for cell in line:gmatch("([^,]*),") do cells[#cells + 1] = cell end
        if cells[1] == options.backend and cells[2] == server then return tonumber(cells[5]), cells[18] end
    end
    fail(("HAProxy has no server %s in the backend %s"):format(server, options.backend))
end

-- Both wait, and the roll ends the wait after --drain-timeout.
local function drain(_, instance)
    set_state(instance.instanceName, "drain")
    wait(function() return (look_at(instance.instanceName)) == 0 end, { every = "2s" })
end

local function undrain(_, instance)
    set_state(instance.instanceName, "ready")
    wait(function()
        local _, status = look_at(instance.instanceName)
        return status:find("^UP") or status == "no check"
    end, { every = "2s" })
end

-- MARK: The roll

-- The cloud may have a bad minute; nothing was begun yet, so asking again does no harm.
local instances, problem = try(task.retry, function()
    return zec.instances { tags = { [key] = value } }
end, { attempts = 10 })
if not instances then fail("nothing was begun: " .. tostring(problem), { exit_code = 7 }) end

local ids = {}
for position, instance in ipairs(instances) do ids[position] = instance.instanceId end

-- In a rehearsal the two functions are replaced by simulated ones that fail now and then, and it is judged whether anything is
-- rebooted under load, or left drained without a word.
local lb = rehearse.service { name = "HAProxy", ids = ids, drain = drain, undrain = undrain }

local report = rolling.reboot {
    name = "drain-lb",
    instances = instances,
    max_targets = options.max_targets,
    drain = lb.drain,
    undrain = lb.undrain,
    drain_timeout = options.drain_timeout,

    -- `serial`. Without max_unavailable only one would go at a time, whatever the batches' size.
    batch_size = options.batch_size,
    max_unavailable = options.batch_size,
    health_check = { http = options.health_url },
}

exit(report.exit_code)
