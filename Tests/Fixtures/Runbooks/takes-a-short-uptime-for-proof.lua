-- Mistake: takes an uptime of less than an hour for proof of its own reboot, though some instances had booted
-- minutes before.
-- Rehearsed: --fleet 20 --faults normal --max-down 2
-- Caught by: never more down at once than allowed

local function has_booted(id)
    local uptime = try(zec.uptime, id)
    return uptime and uptime < 3600
end

local function healthy(instance)
    local answer = try(http.get, "http://" .. instance.privateIpAddresses[1] .. "/health", { timeout = 5 })
    return answer and answer.status == 200
end

for _, instance in ipairs(zec.instances {}) do
    local id = instance.instanceId
    local answer = zec.reboot { id }
    if #answer.refused > 0 or #answer.unknown > 0 then fail(id .. " was not rebooted") end
    if not try(wait, function() return has_booted(id) end, { timeout = "15m", every = "10s" }) then
        fail(id .. " did not come back")
    end
    if not try(wait, function() return healthy(instance) end, { timeout = "15m", every = 5 }) then
        fail(id .. " is not healthy")
    end
end
