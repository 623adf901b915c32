-- Mistake: waits for RUNNING right after the request, and sees the RUNNING of before.
-- Rehearsed: --fleet 20 --faults normal --max-down 5
-- Caught by: never more down at once than allowed

local ids = {}
for i, instance in ipairs(zec.instances {}) do ids[i] = instance.instanceId end

for first = 1, #ids, 5 do
    local batch = table.move(ids, first, math.min(first + 4, #ids), 1, {})
    zec.reboot(batch)
    zec.wait(batch, "RUNNING", { timeout = "10m" })
end
