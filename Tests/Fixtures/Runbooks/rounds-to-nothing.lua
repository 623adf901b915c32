-- Mistake: 4 % of 20 rounds down to a batch of 0, and the code reads 0 as "no limit".
-- Rehearsed: --fleet 20 --faults normal --max-down 4%
-- Caught by: never more down at once than allowed

local ids = {}
for i, instance in ipairs(zec.instances {}) do ids[i] = instance.instanceId end

local size = math.floor(#ids * 0.04)
if size == 0 then size = #ids end

for first = 1, #ids, size do
    local batch = table.move(ids, first, math.min(first + size - 1, #ids), 1, {})
    zec.reboot(batch)
    zec.wait(batch, "RUNNING", { left = true, timeout = "10m" })
end
