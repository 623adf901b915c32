-- Mistake: takes all servers out of load first, and then reboots them one at a time.
-- Rehearsed: --fleet 10 --faults normal --max-down 2
-- Caught by: never more down at once than allowed

local function healthy(instance)
    local answer = try(http.get, "http://" .. instance.privateIpAddresses[1] .. "/health", { timeout = 5 })
    return answer and answer.status == 200
end

local instances, ids = zec.instances { status = "RUNNING" }, {}
for i, instance in ipairs(instances) do ids[i] = instance.instanceId end
local lb = rehearse.service { name = "web", ids = ids, drain = function() end, undrain = function() end }

for _, id in ipairs(ids) do lb.drain(id) end

for _, instance in ipairs(instances) do
    local id = instance.instanceId
    local answer = zec.reboot { id }
    if #answer.accepted == 0 then fail("drained, and not all rebooted: " .. table.concat(ids, ", ")) end
    local _, err = try(zec.wait, { id }, "RUNNING", { left = true, timeout = "10m" })
    if err then fail("drained, and not all rebooted: " .. table.concat(ids, ", ")) end
    wait(function() return healthy(instance) end, { timeout = "5m", every = 5 })
    lb.undrain(id)
end
