-- Reboots a fleet zone after zone: the next one is begun when the last one is through and was left alone for a while.
--
-- Usage: zecscript scripts/zone-by-zone.lua --tag role=web --health-url 'http://%s/health' [options]
--
-- In Ansible's words: one play for each zone, all with `serial: 2` and `any_errors_fatal: true`, and a `pause` between the plays.
-- Here it is one roll: what is down in any zone counts in all of them, and the first failure ends everything.
--
-- Exit code 0: all are done and well. 5: stopped by failures. 6: of some nobody knows whether they rebooted.
-- 7: not all were begun. 8: finished, with failures.

local rolling = require "rolling"

local options = script.options {
    about = "Reboots a fleet zone after zone, with a pause between two zones.",
    { "tag", metavar = "KEY=VALUE", required = true, help = "which instances: those with this tag" },
    { "max-targets", "integer", default = 500, min = 1, help = "refuse to begin with more instances than this" },
    { "batch-size", metavar = "AMOUNT", default = "2", help = "how many at a time: 2 or 5%; no more may ever be down" },
    { "between-zones", "duration", default = "5m", max = "50m", help = "how long the roll waits before the next zone" },
    { "health-url", metavar = "URL", required = true, help = "must answer 2xx; %s is the instance's address" },
}

local key, value = options.tag:match("^([^=]+)=(.+)$")
if not key then fail(("--tag %s: KEY=VALUE expected"):format(options.tag), { exit_code = 2 }) end

local zone_of = {} -- by id

local function zone(instance)
    zone_of[instance.instanceId] = instance.zoneId
    return instance.zoneId
end

-- A blocker is asked before each batch, with the ids that are still to be rebooted, in their order; it blocks with a reason.
-- It is asked again every 30 seconds, and for an hour at most: that is why --between-zones is shorter.
local current_zone, next_zone_opens

local function pause_between_zones(ids)
    local next_zone = zone_of[ids[1]]
    if next_zone ~= current_zone then
        next_zone_opens = clock() + (current_zone and options.between_zones or 0)
        current_zone = next_zone
    end
    return clock() < next_zone_opens and ("%s is next, after a pause"):format(next_zone)
end

local report = rolling.reboot {
    name = "zone by zone",
    filter = { tags = { [key] = value } },
    max_targets = options.max_targets,
    group_by = zone,
    group_order = "sequential",
    blockers = pause_between_zones,

    -- `serial`. Without max_unavailable only one would go at a time, whatever the batches' size.
    batch_size = options.batch_size,
    max_unavailable = options.batch_size,

    -- A `uri` task with `until` and `retries`: three good answers in a row, and a last one after ten seconds more.
    health_check = { http = options.health_url },
}

exit(report.exit_code)
