-- Mistake: asks for one id at a time, again and again, until the cloud asks to slow down and the error ends everything.
-- Rehearsed: --fleet 50 --faults normal --max-down 10
-- Caught by: what went wrong is told by the exit code and by name

local function status(id)
    local answer = zec.call("DescribeInstancesStatus", { instanceIds = { id }, pageSize = 1 })
    return answer.dataSet[1].instanceStatus
end

local ids = {}
for i, instance in ipairs(zec.instances {}) do ids[i] = instance.instanceId end

for first = 1, #ids, 10 do
    local batch = table.move(ids, first, math.min(first + 9, #ids), 1, {})
    zec.reboot(batch)
    sleep("5s")
    task.each(batch, function(id)
        wait(function() return status(id) == "RUNNING" end, { timeout = "5m", every = "100ms" })
    end)
end
