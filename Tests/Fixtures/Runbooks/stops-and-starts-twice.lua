-- Mistake: restarts an instance by a stop and a start, and repeats both if it is not RUNNING within 20 s,
-- although it only boots slowly.
-- Rehearsed: --fleet 20 --faults normal
-- Caught by: no instance is rebooted twice

for _, instance in ipairs(zec.instances { status = "RUNNING" }) do
    local id = instance.instanceId
    local is_back = false
    for _ = 1, 3 do
        try(zec.stop, { id })
        try(zec.wait, { id }, "STOPPED", { timeout = "10m" })
        try(zec.start, { id })
        local _, late = try(zec.wait, { id }, "RUNNING", { timeout = "20s" })
        is_back = not late
        if is_back then break end
        try(zec.wait, { id }, "RUNNING", { timeout = "10m" })
    end
    if not is_back then fail(id .. " is not back") end
end
