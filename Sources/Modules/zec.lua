-- The part of the module `zec` that is written in Lua.

local declare = ...
local host, zec, now = host, zec, now
local setmetatable, rawget = setmetatable, rawget

-- Version 0.1 had other names for the fields of the answer to a write; scripts may still read them.
local new_names = { failed = "refused", uncertain = "unknown", uncertain_cause = "unknown_cause" }
local checked = host.record("zec.answer").__index
local Answer = {
    __index = function(answer, name)
        if new_names[name] then return rawget(answer, new_names[name]) end
        return checked(answer, name)
    end,
}

for _, verb in ipairs { "reboot", "start", "stop" } do
    local write = zec[verb]
    zec[verb] = function(...) return setmetatable(write(...), Answer) end
end

-- MARK: Instances

local Instance = host.record "zec.instance"

local function as_instances(rows)
    for _, row in ipairs(rows) do setmetatable(row, Instance) end
    return rows
end

local instances = zec.instances
function zec.instances(...) return as_instances(instances(...)) end

declare("zec.each_instance", function(filter)
    local pages = host.pages(filter or {})
    return function()
        local page = host.next_page(pages)
        return page and as_instances(page)
    end
end)

-- In seconds. A maintenance already counts this long before its announced start.
local AHEAD = 3600

local function is_about(alert, wanted, time)
    if not wanted[alert.instanceId] then return false end
    local starts = alert.startTime and host.seconds_of(alert.startTime)
    local ends = alert.endTime and host.seconds_of(alert.endTime)
    -- If a time is missing or can't be read, the maintenance counts as begun, or as not ended.
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
