-- Mistake: reboots an instance by hand while two rolls run. In the group of that instance only one may be
-- down; the other roll allows three.
-- Rehearsed: --fleet 12 --faults normal
-- Caught by: never more down at once than allowed

local rolling = require "rolling"

local ids = {}
for i, instance in ipairs(zec.instances {}) do ids[i] = instance.instanceId end
local databases, web = table.move(ids, 1, 4, 1, {}), table.move(ids, 5, #ids, 1, {})
local by_hand = databases[4]

local function roll(name, instances, limit)
    return rolling.reboot {
        name = name, instances = instances, batch_size = limit, max_unavailable = limit,
        health_check = { http = "http://%s/health" },
        only_if = function(row) return row.instanceId ~= by_hand end,
    }
end

task.group({}, function(group)
    group:spawn("databases", roll, "databases", databases, 1)
    group:spawn("web", roll, "web", web, 3)
    sleep("20s")
    zec.reboot { by_hand }
end)
