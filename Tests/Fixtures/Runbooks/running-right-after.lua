-- Mistake: waits for RUNNING and health right after the request, and sees the state before the reboot.
-- Rehearsed: --fleet 20 --faults normal --max-down 5
-- Caught by: never more down at once than allowed

local function healthy(instance)
    local answer = try(http.get, "http://" .. instance.privateIpAddresses[1] .. "/health", { timeout = 5 })
    return answer and answer.status == 200
end

local instances = zec.instances {}
for first = 1, #instances, 5 do
    local batch, ids = table.move(instances, first, math.min(first + 4, #instances), 1, {}), {}
    for i, instance in ipairs(batch) do ids[i] = instance.instanceId end
    zec.reboot(ids)
    zec.wait(ids, "RUNNING", { timeout = "10m" })
    for _, instance in ipairs(batch) do
        wait(function() return healthy(instance) end, { timeout = "5m", every = 5 })
    end
end
