-- Mistake: an empty list of ids, as a file that was not written yet gives it, becomes a filter that admits
-- everything.
-- Rehearsed: --fleet 20 --faults normal
-- Caught by: nothing is rebooted that was not selected

local wanted = {} -- read from a file in real life
rehearse.selection(wanted)

local ids = {}
for i, instance in ipairs(zec.instances { instanceIds = #wanted > 0 and wanted or nil }) do
    ids[i] = instance.instanceId
end

for _, id in ipairs(ids) do
    zec.reboot { id }
    zec.wait({ id }, "RUNNING", { left = true, timeout = "10m" })
end
