-- A roll with drain hooks, a canary and groups one after the other, killed at every point.

local ids = {}
local function list() return zec.instances {} end
for i, row in ipairs(try(task.retry, list, { attempts = 10 }) or {}) do ids[i] = row.instanceId end
local lb = rehearse.service { name = "lb", ids = ids, drain = function() end, undrain = function() end }

local report = require "rolling".reboot {
    name = "drains", filter = {}, drain = lb.drain, undrain = lb.undrain, canary = { bake_time = "20s" },
    batch_size = 2, max_unavailable = 2, group_by = "zoneId", group_order = "sequential",
    health_check = { http = "http://%s/health" }, max_failures = 100, ambiguous_retry = 1,
    blocker_deadline = "2m",
}
exit(report.exit_code)
