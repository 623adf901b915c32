-- Mistake: sends one status request per instance, ten times a second, until the cloud throttles the requests
-- and the error ends the script.
-- Rehearsed: --fleet 50 --faults normal --max-down 10
-- Caught by: failures are reported: exit code and instance names

local function status(id)
    local answer = zec.call("DescribeInstancesStatus", { instanceIds = { id }, pageSize = 1 })
    return answer.dataSet[1].instanceStatus
end

local function healthy(instance)
    local answer = try(http.get, "http://" .. instance.privateIpAddresses[1] .. "/health", { timeout = 5 })
    return answer and answer.status == 200
end

local instances = zec.instances {}
for first = 1, #instances, 10 do
    local batch, ids = table.move(instances, first, math.min(first + 9, #instances), 1, {}), {}
    for i, instance in ipairs(batch) do ids[i] = instance.instanceId end
    zec.reboot(ids)
    task.each(batch, function(instance)
        local id, every = instance.instanceId, { timeout = "5m", every = "100ms" }
        wait(function() return status(id) ~= "RUNNING" end, every)
        wait(function() return status(id) == "RUNNING" end, every)
        wait(function() return healthy(instance) end, every)
    end)
end
