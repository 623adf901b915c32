-- Mistake: keeps its batch small, but ignores that other instances are down already.
-- Rehearsed: --fleet 30 --faults normal --max-down 3
-- Caught by: never more down at once than allowed

local function healthy(instance)
    local answer = try(http.get, "http://" .. instance.privateIpAddresses[1] .. "/health", { timeout = 5 })
    return answer and answer.status == 200
end

local running = zec.instances { status = "RUNNING" }
for first = 1, #running, 3 do
    local batch, ids = table.move(running, first, math.min(first + 2, #running), 1, {}), {}
    for i, instance in ipairs(batch) do ids[i] = instance.instanceId end
    local answer = zec.reboot(ids)
    if #answer.accepted < #ids then fail("not all of " .. table.concat(ids, ", ") .. " were accepted") end
    zec.wait(ids, "RUNNING", { left = true, timeout = "10m" })
    for _, instance in ipairs(batch) do
        wait(function() return healthy(instance) end, { timeout = "5m", every = 5 })
    end
end
