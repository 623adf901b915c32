-- Mistake: shares one counter between two rolls, so that the first, of which one may be down, goes at the pace of the second.
-- Rehearsed: --fleet 12 --faults normal
-- Caught by: never more down at once than allowed

local rolling = require "rolling"

local ids = {}
for i, instance in ipairs(zec.instances {}) do ids[i] = instance.instanceId end
local first, second = table.move(ids, 1, 4, 1, {}), table.move(ids, 5, #ids, 1, {})

local function roll(name, instances, limit)
    return rolling.reboot {
        name = name, instances = instances, batch_size = limit, max_unavailable = limit,
        health_check = { http = "http://%s/health" },
    }
end

task.group({}, function(group)
    group:spawn("databases", roll, "databases", first, 1)
    sleep("5s")
    zec.reboot { first[3], first[4] } -- "there is room for three"
    group:spawn("web", roll, "web", second, 3)
end)
