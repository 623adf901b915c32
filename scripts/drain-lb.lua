-- Reboots the servers behind an HAProxy, each taken out of load before its reboot and put back after it.
--
-- Usage: zecscript scripts/drain-lb.lua --tag role=web --health-url 'http://%s/health'
--            --lb http://lb.internal:8404/stats --backend web [options]
--
-- In Ansible's words: `serial: 2`, with community.general.haproxy in pre_tasks (`state: drain`, `wait: true`)
-- and in post_tasks (`state: enabled`). Here the post_tasks also run for an instance whose reboot was
-- refused. They never run for an instance that is not healthy after its reboot: the instance stays out of
-- load, and the report names it.
--
-- The script posts to the form on HAProxy's page of statistics, which must allow it with `stats admin if …`.
-- Each server there has the name of its instance. If the page needs a password, set LB_AUTHORIZATION in the
-- environment to the value of the Authorization header, such as `Basic …`.
--
-- Exit code 0: every instance is done. 5: refused, or stopped by a failure. 6: the result of some reboots is
-- not known; look at these instances first. 7: stopped before every instance was started. 8: finished, and
-- some instances failed or were left out.

local rolling = require "rolling"

local options = script.options {
    about = "Reboots the servers behind an HAProxy, each taken out of load before its reboot and put back "
        .. "after it.",
    { "tag", metavar = "KEY=VALUE", required = true, help = "the instances with this tag" },
    {
        "max-targets", "integer", default = 500, min = 1,
        help = "refuse to begin with more instances than this",
    },
    { "lb", metavar = "URL", required = true, help = "HAProxy's page of statistics" },
    { "backend", metavar = "NAME", required = true, help = "the backend that the servers belong to" },
    {
        "drain-timeout", "duration", default = "5m",
        help = "how long sessions may take to end; then the instance is skipped",
    },
    {
        "batch-size", "integer", default = 2, min = 1,
        help = "the size of a batch, and the limit of instances down at once",
    },
    {
        "health-url", metavar = "URL", required = true,
        help = "must answer 2xx; %s is the instance's address",
    },
}

local key, value = options.tag:match("^([^=]+)=(.+)$")
if not key then fail(("--tag %s: KEY=VALUE expected"):format(options.tag), { exit_code = 2 }) end

-- MARK: The load balancer

local headers = {
    authorization = env "LB_AUTHORIZATION", ["content-type"] = "application/x-www-form-urlencoded",
}

local function encoded(name)
    return (name:gsub("[^%w_.~-]", function(byte) return ("%%%02X"):format(byte:byte()) end))
end

-- Requests an action for a server. HAProxy answers with a redirection that tells whether the action was done.
local function choose(server, action)
    local form = ("b=%s&s=%s&action=%s"):format(encoded(options.backend), encoded(server), action)
    local answer = http.post(options.lb, form, { headers = headers })
    local outcome = answer.headers.location or answer.status
    if not tostring(outcome):find(";st=DONE") then
        fail(("HAProxy did not set %s/%s to %s: %s"):format(options.backend, server, action, outcome))
    end
end

-- Returns the number of sessions of a server, and its status, from the page's table in CSV form.
local function sessions_and_status(server)
    for line in http.get(options.lb .. ";csv", { headers = headers }).body:gmatch("[^\n]+") do
        local cells = {}
        for cell in line:gmatch("([^,]*),") do cells[#cells + 1] = cell end
        if cells[1] == options.backend and cells[2] == server then return tonumber(cells[5]), cells[18] end
    end
end

-- Requests an action for a server, and waits until `is_so` holds. A lost answer must not leave the server as
-- it is, so an error is retried. The roll limits the whole time (drain_timeout).
local function set(server, action, is_so)
    task.retry(function()
        choose(server, action)
        wait(function() return is_so(sessions_and_status(server)) end, { every = "2s" })
    end, { attempts = 5 })
end

local function is_idle(sessions) return sessions == 0 end
local function takes_load(_, status) return status == "no check" or status and status:find("^UP") end

local function drain(_, instance) set(instance.instanceName, "drain", is_idle) end
local function undrain(_, instance) set(instance.instanceName, "ready", takes_load) end

-- MARK: The roll

local filter = { tags = { [key] = value } }

-- In a rehearsal two simulated functions take the place of drain and undrain. They fail now and then, and the
-- rehearsal judges whether an instance is rebooted under load, or left drained without a message. Only the
-- rehearsal needs the ids here. The roll has the filter instead: a later process can resume the roll even if
-- the filter matches other instances by then.
local ids = {}
if rehearse.active() then
    local function list() return zec.instances(filter) end
    for position, instance in ipairs(try(task.retry, list, { attempts = 10 }) or {}) do
        ids[position] = instance.instanceId
    end
end
local lb = rehearse.service { name = "HAProxy", ids = ids, drain = drain, undrain = undrain }

local report = rolling.reboot {
    name = ("drain-lb %s %s"):format(options.backend, options.tag),
    filter = filter,
    max_targets = options.max_targets,
    drain = lb.drain,
    undrain = lb.undrain,
    drain_timeout = options.drain_timeout,

    -- `serial`. max_unavailable is 1 unless set; then only one instance would be rebooted at a time, however
    -- large the batches.
    batch_size = options.batch_size,
    max_unavailable = options.batch_size,
    health_check = { http = options.health_url },
}

exit(report.exit_code)
