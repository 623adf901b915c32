-- Reboots a fleet zone after zone, with a pause before the next zone begins.
--
-- Usage: zecscript scripts/zone-by-zone.lua --tag role=web --health-url 'http://%s/health' [options]
--
-- In Ansible's words: a play for each zone with `serial: 2` and `any_errors_fatal: true`, and a `pause`
-- between two plays. This script is one roll: an instance that is down in any zone counts against the limit,
-- and the first failure stops the roll in all zones.
--
-- Exit code 0: every instance is done. 5: refused, or stopped by a failure. 6: the result of some reboots is
-- not known; look at these instances first. 7: stopped before every instance was started. 8: finished, and
-- some instances failed.

local rolling = require "rolling"

local options = script.options {
    about = "Reboots a fleet zone after zone, with a pause between two zones.",
    { "tag", metavar = "KEY=VALUE", required = true, help = "the instances with this tag" },
    {
        "max-targets", "integer", default = 500, min = 1,
        help = "refuse to begin with more instances than this",
    },
    {
        "batch-size", "integer", default = 2, min = 1,
        help = "the size of a batch, and the limit of instances down at once",
    },
    { "between-zones", "duration", default = "5m", help = "the pause before the next zone" },
    {
        "health-url", metavar = "URL", required = true,
        help = "must answer 2xx; %s is the instance's address",
    },
}

local key, value = options.tag:match("^([^=]+)=(.+)$")
if not key then fail(("--tag %s: KEY=VALUE expected"):format(options.tag), { exit_code = 2 }) end

local zone_of = {} -- by the id of an instance

local function zone(instance)
    zone_of[instance.instanceId] = instance.zoneId
    return instance.zoneId
end

-- The pause is a blocker: a function that the roll calls before each batch, with the ids that are still to be
-- rebooted, the next id first. While it returns a reason, no batch begins; the roll calls it again every 30
-- seconds (blocker_retry).
local current_zone, opens_at

local function pause_between_zones(ids)
    local next_zone = zone_of[ids[1]]
    if next_zone ~= current_zone then
        opens_at = clock() + (current_zone and options.between_zones or 0)
        current_zone = next_zone
    end
    return clock() < opens_at and ("a pause before zone %s"):format(next_zone)
end

local report = rolling.reboot {
    name = "zone by zone " .. options.tag,
    filter = { tags = { [key] = value } },
    max_targets = options.max_targets,

    group_by = zone,
    group_order = "sequential",
    blockers = pause_between_zones,
    blocker_deadline = options.between_zones + 3600, -- a roll that is blocked for longer stops

    -- `serial`. max_unavailable is 1 unless set; then only one instance would be rebooted at a time, however
    -- large the batches.
    batch_size = options.batch_size,
    max_unavailable = options.batch_size,

    -- A `uri` task with `until` and `retries`: three good answers in a row, and one more ten seconds later.
    health_check = { http = options.health_url },
}

exit(report.exit_code)
