-- Reads what proves that a reboot happened: the boot id, the uptime, or the answer of the script's own
-- function.

local need = ...
local world = need "world"
local question, collector, evidence = need "world/question", need "world/collector", need "core/evidence"
local host, zec, try, task = world.host, world.zec, world.try, world.task

local Evidence = {}
Evidence.__index = Evidence

local port = {}

function port.new(spec)
    local kind = evidence.kind(spec)
    return setmetatable({
        kind = kind, fn = kind == "function" and spec.verify or nil,
        reads_boot_ids = kind == "boot_id" or kind == "any",
        boot_ids = collector.new(function(ids) return zec.boot_id(ids) end),
    }, Evidence)
end

local function own_value(fn, id, row)
    local ok, value = question.ask(question.LIMIT, fn, id, row)
    if not ok then return nil, ("the function of verify failed: %s"):format(value) end
    local kind = type(value)
    if value == nil or kind == "string" or kind == "number" or kind == "boolean" then return value end
    return nil, ("the function of verify answered a %s, which can't be compared"):format(kind)
end

-- Returns when the present boot began, by the monitoring, and the age of the measurement in seconds; nil if
-- the beginning is unknown.
local function booted_at(id)
    local seconds, measured_at, age = zec.uptime(id)
    if seconds then return host.seconds_of(measured_at) - seconds, age end
end

-- Reads the evidence of an instance now. Returns its value, nil if unknown; why it is unknown, nil if that is
-- not known either; and for a value that was measured earlier, its age in seconds.
function Evidence:read(id, row)
    if self.kind == "function" then return own_value(self.fn, id, row) end
    if self.kind == "uptime" then
        local began, age = try(booted_at, id)
        if began then return began, nil, age end
        return nil
    end
    if self.reads_boot_ids then return (self.boot_ids:ask(id)) end
    return nil
end

-- Reads the evidence before the reboots of a batch: values that must differ afterwards, by id, and problems
-- by id. `rows` maps ids to rows of the inventory.
function Evidence:read_before(ids, rows)
    local found, problems = {}, {}
    if self.reads_boot_ids then return try(zec.boot_id, ids) or {}, problems end
    if evidence.is_read(self.kind) then
        task.each(ids, function(id) found[id], problems[id] = self:read(id, rows[id]) end)
    end
    return found, problems
end

return port
