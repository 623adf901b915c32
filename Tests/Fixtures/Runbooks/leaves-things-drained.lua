-- Mistake: an error between drain and undrain leaves an instance out of load, and no output tells it.
-- Rehearsed: --fleet 20 --faults hostile
-- Caught by: drained before its reboot, and not forgotten

local function healthy(instance)
    local answer = try(http.get, "http://" .. instance.privateIpAddresses[1] .. "/health", { timeout = 5 })
    return answer and answer.status == 200
end

local instances, ids = zec.instances {}, {}
for i, instance in ipairs(instances) do ids[i] = instance.instanceId end
local lb = rehearse.service { name = "web", ids = ids, drain = function() end, undrain = function() end }

for _, instance in ipairs(instances) do
    local id = instance.instanceId
    lb.drain(id)
    local _, err = try(zec.reboot, { id })
    if err then fail("the cloud refused a reboot: " .. err.message) end
    local _, late = try(zec.wait, { id }, "RUNNING", { left = true, timeout = "10m" })
    if late then fail("an instance is not back") end
    wait(function() return healthy(instance) end, { timeout = "5m", every = 5 })
    lb.undrain(id)
end
