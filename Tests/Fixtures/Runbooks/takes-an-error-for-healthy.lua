-- Mistake: the health check looks for the word "starting" in the answer; without any answer, the word is
-- missing and the instance counts as healthy.
-- Rehearsed: --fleet 20 --faults normal --max-down 1
-- Caught by: exit 0 only if all are rebooted and healthy

local function healthy(instance)
    local answer = try(http.get, "http://" .. instance.privateIpAddresses[1] .. "/health", { timeout = 5 })
    return not (answer and answer.body:find("starting"))
end

for _, instance in ipairs(zec.instances { status = "RUNNING" }) do
    local id = instance.instanceId
    local answer = zec.reboot { id }
    if #answer.accepted == 0 then fail(id .. " was not accepted") end
    local _, err = try(zec.wait, { id }, "RUNNING", { left = true, timeout = "10m" })
    if err then fail(id .. " is not back") end
    local _, sick = try(wait, function() return healthy(instance) end, { timeout = "5m", every = 5 })
    if sick then fail(id .. " is not healthy") end
end
