-- Mistake: logs an instance that does not come back, and reboots the next instance.
-- Rehearsed: --fleet 60 --faults hostile --max-down 1
-- Caught by: never more down at once than allowed

local function healthy(instance)
    local answer = try(http.get, "http://" .. instance.privateIpAddresses[1] .. "/health", { timeout = 5 })
    return answer and answer.status == 200
end

for _, instance in ipairs(zec.instances { status = "RUNNING" }) do
    local id = instance.instanceId
    local answer = zec.reboot { id }
    local _, err = try(zec.wait, { id }, "RUNNING", { left = true, timeout = "5m" })
    if not err then
        _, err = try(wait, function() return healthy(instance) end, { timeout = "5m", every = 5 })
    end
    if err or #answer.accepted == 0 then
        log.warn("%s is not back: %s", id, err and err.message or "refused")
    end
end
