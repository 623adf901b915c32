-- Mistake: checks once whether the window is open, and then rolls on without another check.
-- Rehearsed: --fleet 60 --faults normal
-- Caught by: no reboot outside the window

local opens = os.date("!%H:%M") -- it opens now, in real life by cron
rehearse.window { start = opens, duration = "30m", tz = "UTC" }

local ids = {}
for i, instance in ipairs(zec.instances {}) do ids[i] = instance.instanceId end

for _, id in ipairs(ids) do
    local answer = zec.reboot { id }
    if #answer.accepted == 0 then fail(id .. " was not accepted") end
    local _, err = try(zec.wait, { id }, "RUNNING", { left = true, timeout = "10m" })
    if err then fail(id .. " is not back") end
    sleep("20s")
end
