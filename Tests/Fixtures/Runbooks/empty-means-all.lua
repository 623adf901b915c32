-- Mistake: the file of ids is not written yet, so the list of ids is empty, and it becomes a filter that
-- admits every instance.
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
