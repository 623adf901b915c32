-- An instance that the operator wants to retry keeps its result, failed or uncertain, until the cloud has
-- answered a new request. If its turn does not come, if the roll leaves it out, or if it was only drained,
-- the result stays; and it stays out of load, because it may be broken.

local need = ...
local way = need "core/way"

local retry = {}

-- Keeps the result of a row that is reopened for a retry.
function retry.begin(row)
    row.earlier = {
        outcome = row.step, reason = row.own_reason or row.reason, evidence = row.evidence,
        is_unwell = row.is_unwell,
    }
    way.forget_reboot(row)
end

-- Ends the retry of a row: a new request has an answer that replaces the result.
function retry.replace(row) row.earlier, row.own_reason = nil, nil end

-- Gives a row its result again.
function retry.restore(row)
    local earlier = row.earlier
    row.evidence, row.is_unwell, row.own_reason, row.earlier = earlier.evidence, earlier.is_unwell,
        earlier.reason, nil
end

local NOT_REBOOTED = { failed = true, skipped = true, not_started = true }

-- Returns whether an event ends a try that has rebooted nothing.
local function gives_up(event)
    return event.kind == "ended" and NOT_REBOOTED[event.outcome] or event.kind == "undraining"
end

-- Returns the event that happens in place of an event which gives up the retry of an instance: the instance
-- keeps its result. Returns every other event as it is. An event about several instances has none that is
-- retried.
function retry.kept(state, event)
    local row = gives_up(event) and state.by_id[event.id or event.ids[1]]
    local earlier = row and row.earlier
    if not earlier then return event end
    local reason = ("%s; not retried: %s"):format(
        earlier.reason or earlier.outcome, event.reason or "it was put off")
    return { kind = "ended", id = row.id, outcome = earlier.outcome, reason = reason, restored = true }
end

return retry
