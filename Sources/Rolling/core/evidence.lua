-- What proves that a reboot happened. What can't be read, or says nothing, proves nothing.

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

function evidence.kind(spec) return type(spec.verify) == "function" and "function" or spec.verify end

-- Whether there is a value to read before a reboot and after it.
function evidence.is_read(kind) return kind ~= "health" and kind ~= "status" end

-- Monitoring measures to a minute.
local UPTIME_TOLERANCE = 90

-- Whether two values differ so much that a boot lies between: true, false where it is proven that
-- nothing happened, nil where it is unknown.
function evidence.differs(kind, before, after)
    if before == nil or after == nil then return nil end
    if kind == "uptime" then return after - before > UPTIME_TOLERANCE end
    return before ~= after
end

-- How long after a roll began an instance booted that no process of the roll has asked for; nil where it did
-- not, or where that is unknown. Only boots before the present process are looked for: they would be told by
-- events that were lost.
function evidence.unasked_boot(kind, booted_at, opened_at, life_opened_at)
    if kind ~= "uptime" or not booted_at then return nil end
    local after = booted_at - opened_at
    if after <= UPTIME_TOLERANCE or booted_at >= life_opened_at then return nil end
    return after
end

-- What a value that differs is called as a proof.
function evidence.proof(kind) return kind == "any" and "boot_id" or kind end

-- Whether leaving RUNNING counts as proof.
function evidence.accepts_departure(kind) return kind == "any" or kind == "status" end

return evidence
