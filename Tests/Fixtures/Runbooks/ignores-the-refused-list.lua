-- Mistake: ignores the answer's list of refused instances, or takes it for the list of rebooted instances.
-- Rehearsed: --fleet 20 --faults normal
-- Caught by: exit 0 only if all are rebooted and healthy

local ids = {}
for i, instance in ipairs(zec.instances {}) do ids[i] = instance.instanceId end

for first = 1, #ids, 5 do
    local batch = table.move(ids, first, math.min(first + 4, #ids), 1, {})
    local accepted = zec.reboot(batch).accepted
    if #accepted > 0 then zec.wait(accepted, "RUNNING", { left = true, timeout = "10m" }) end
    sleep("30s")
end
