-- What proves that a reboot happened. A value that can't be read, or that is unclear, proves nothing.

local evidence = {}

-- The strength of each proof, in the words of the plan.
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

-- Two boot times that differ by no more than this number of seconds belong to one boot: the monitoring
-- measures to the minute.
local UPTIME_TOLERANCE = 90

-- Returns true if two values differ so much that a boot happened between them, false if they prove that no
-- boot happened, and nil if they prove neither.
function evidence.differs(kind, before, after)
    if before == nil or after == nil then return nil end
    if kind == "uptime" then return after - before > UPTIME_TOLERANCE end
    return before ~= after
end

-- Returns how many seconds after the beginning of the roll an instance booted; nil if it did not boot, or if
-- that is unknown. The caller passes instances for which the journal has no request. Only boots before the
-- present process count: the events that announced such a boot may be lost.
function evidence.unasked_boot(kind, booted_at, opened_at, life_opened_at)
    if kind ~= "uptime" or not booted_at then return nil end
    local after = booted_at - opened_at
    if after <= UPTIME_TOLERANCE or booted_at >= life_opened_at then return nil end
    return after
end

-- Returns the name of the proof that a changed value gives.
function evidence.proof(kind) return kind == "any" and "boot_id" or kind end

-- Whether leaving RUNNING counts as proof.
function evidence.accepts_departure(kind) return kind == "any" or kind == "status" end

return evidence
