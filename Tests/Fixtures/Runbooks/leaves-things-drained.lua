-- Mistake: an error between drain and undrain leaves an instance out of load, and nobody is told.
-- Rehearsed: --fleet 20 --faults hostile
-- Caught by: drained before its reboot, and not forgotten

local ids = {}
for i, instance in ipairs(zec.instances {}) do ids[i] = instance.instanceId end
local lb = rehearse.service { name = "web", ids = ids, drain = function() end, undrain = function() end }

for _, id in ipairs(ids) do
    lb.drain(id)
    local _, err = try(zec.reboot, { id })
    if err then fail("the cloud refused a reboot: " .. err.message) end
    local _, late = try(zec.wait, { id }, "RUNNING", { left = true, timeout = "10m" })
    if late then fail("an instance is not back") end
    lb.undrain(id)
end
