-- The part of the cloud module that calls back into the script.

local declare = ...
local host, zec, now = host, zec, now

-- Version 0.1 had other names for the fields of the answer to a write; scripts may still read them.
local new_names = { failed = "refused", uncertain = "unknown", uncertain_cause = "unknown_cause" }
local Answer = { __index = function(answer, name) return rawget(answer, new_names[name]) end }

for _, verb in ipairs { "reboot", "start", "stop" } do
    local write = zec[verb]
    zec[verb] = function(...) return setmetatable(write(...), Answer) end
end

declare("zec.each_instance", function(filter)
    local pages = host.pages(filter or {})
    return function() return host.next_page(pages) end
end)

-- How long before its announced start a maintenance already counts, in seconds.
local AHEAD = 3600

local function is_about(alert, wanted, time)
    if not wanted[alert.instanceId] then return false end
    local starts = alert.startTime and host.seconds_of(alert.startTime)
    local ends = alert.endTime and host.seconds_of(alert.endTime)
    -- A time that cannot be read is taken for now.
    return (not starts or starts - AHEAD <= time) and (not ends or ends >= time)
end

declare("zec.no_provider_maintenance", function(ids)
    local wanted, touched = {}, {}
    for _, id in ipairs(ids) do wanted[id] = true end
    for _, alert in ipairs(zec.maintenance()) do
        if is_about(alert, wanted, now()) then touched[#touched + 1] = alert.instanceId end
    end
    if #touched == 0 then return nil end
    local others = #touched > 1 and (" and %d more"):format(#touched - 1) or ""
    return ("the provider maintains %s%s"):format(touched[1], others)
end)
