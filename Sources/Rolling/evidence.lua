-- What proves that a reboot happened. A probe that fails, or says nothing, proves nothing.

local host, question, collector, zec, try = ...

local evidence = {}

-- How strong each proof is, as the plan says it.
evidence.strength = {
    boot_id = "strong: the kernel's boot id must change",
    uptime = "good: the uptime must have begun anew",
    any = "fair: the status must leave RUNNING, or the boot id change where it can be read",
    health = "fair: the health check must be seen failing",
    status = "weak: the status must leave RUNNING, and a quick reboot is not seen",
    ["function"] = "as strong as your function",
}

local Evidence = {}
Evidence.__index = Evidence

function evidence.new(verify)
    local self = setmetatable({ kind = type(verify) == "function" and "function" or verify }, Evidence)
    self.fn = type(verify) == "function" and verify or nil
    self.reads_boot_ids = self.kind == "boot_id" or self.kind == "any"
    self.boot_ids = collector.new(function(ids) return zec.boot_id(ids) end)
    return self
end

-- MARK: Before and after

local function own_value(fn, record)
    local ok, value = question.ask(question.LIMIT, fn, record.id, record.row)
    if ok then return value end
    record.evidence.problem = ("the function of verify failed: %s"):format(value)
    return nil
end

-- When the present boot began, by the monitoring; nil where that is unknown.
local function booted_at(id)
    local seconds, measured_at = zec.uptime(id)
    return seconds and host.seconds_of(measured_at) - seconds
end

-- What can be read of an instance now; nil where it is unknown.
function Evidence:read(record)
    if self.kind == "function" then return own_value(self.fn, record) end
    if self.kind == "uptime" then return (try(booted_at, record.id)) end
    if self.reads_boot_ids then return (self.boot_ids:ask(record.id)) end
    return nil
end

-- Reads what is to be compared later, for all of a batch.
function Evidence:read_before(records, each)
    if self.reads_boot_ids then
        local ids = {}
        for i, record in ipairs(records) do ids[i] = record.id end
        local found = try(zec.boot_id, ids) or {}
        for _, record in ipairs(records) do record.evidence.before = found[record.id] end
    elseif self.kind == "uptime" or self.kind == "function" then
        each(records, function(record) record.evidence.before = self:read(record) end)
    end
end

-- Whether a value differs so much that a boot lies between; monitoring measures to a minute.
local function differs(kind, before, after)
    if kind == "uptime" then return after - before > 90 end
    return before ~= after
end

-- Looks again: true with proof, false where it is proven that nothing happened, nil where it is unknown.
function Evidence:compare(record)
    local before = record.evidence.before
    if before == nil then return nil end
    local after = self:read(record)
    if after == nil then return nil end
    record.evidence.after = after
    if not differs(self.kind, before, after) then return false end
    record.evidence.proof = self.kind == "any" and "boot_id" or self.kind
    return true
end

-- Whether it was seen leaving counts for this kind of proof.
function Evidence:accepts_departure() return self.kind == "any" or self.kind == "status" end

-- Whether there is anything to compare at all.
function Evidence:can_compare(record) return record.evidence.before ~= nil end

return evidence
