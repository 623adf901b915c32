-- Mistake: sends a reboot again after a time-out, although the cloud may have accepted the first request.
-- Rehearsed: --fleet 20 --faults hostile
-- Caught by: no instance is rebooted twice

for _, instance in ipairs(zec.instances { status = "RUNNING" }) do
    local id = instance.instanceId
    for _ = 1, 3 do
        if pcall(zec.call, "RebootInstances", { instanceIds = { id } }) then break end
        sleep("1m")
    end
    local _, err = try(zec.wait, { id }, "RUNNING", { left = true, timeout = "10m" })
    if err then fail(id .. " is not back") end
end
