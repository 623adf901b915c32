-- An instance that the operator wants to retry keeps its result, failed or uncertain, until the cloud has
-- accepted a new request, or the instance has gone. If its turn does not come, if the roll leaves it out, or
-- if it was only drained, the result stays; and it stays out of load, because it may be broken.

local need = ...
local way, thresholds = need "core/way", need "core/thresholds"

local retry = {}

-- Keeps the result of a row that is reopened for a retry.
local function reopen(row)
    row.earlier = {
        outcome = row.step, reason = row.own_reason or row.reason, evidence = row.evidence,
        is_unwell = row.is_unwell, batch = row.batch,
    }
    way.forget_reboot(row)
end

-- Takes the results of rows back, so that the instances can be tried again. Keeps the count of the failures
-- and the approval of them, for results that stay.
function retry.begin(state, rows)
    if #rows == 0 then return end
    state.before_retry = { tally = thresholds.copy(state.tally), forgiven = state.forgiven }
    for _, row in ipairs(rows) do
        thresholds.take_back(state.tally, row.batch)
        reopen(row)
    end
end

-- Ends the retry of a row: what a new request did replaces the result.
function retry.replace(row) row.earlier, row.own_reason = nil, nil end

-- Gives a row its result again, and counts it as it was counted before.
function retry.restore(state, row)
    local earlier, before = row.earlier, state.before_retry
    row.evidence, row.is_unwell, row.own_reason, row.batch, row.earlier =
        earlier.evidence, earlier.is_unwell, earlier.reason, earlier.batch, nil
    thresholds.put_back(state.tally, row.batch, before.tally)
    state.forgiven = math.min(before.forgiven, state.tally.failures)
end

local NOT_REBOOTED = { failed = true, skipped = true, not_started = true }

-- The steps before the cloud has accepted a request.
local NOT_ACCEPTED = { planned = true, draining = true, drained = true, refused = true }

-- Returns whether an event ends a try that has rebooted nothing.
local function gives_up(event)
    return event.kind == "ended" and NOT_REBOOTED[event.outcome] or event.kind == "undraining"
end

-- Whether an event puts an instance off: another process can retry it.
local function is_put_off(event) return event.outcome == "not_started" or event.outcome == "planned" end

-- Returns the event that happens in place of an event which gives up the retry of an instance: the instance
-- keeps its result. Returns every other event as it is. An event about several instances has none that is
-- retried.
function retry.kept(state, event)
    local row = gives_up(event) and state.by_id[event.id or event.ids[1]]
    local earlier = row and NOT_ACCEPTED[row.step] and row.earlier
    if not earlier then return event end
    local reason = ("%s; not retried: %s"):format(
        earlier.reason or earlier.outcome, event.reason or "it was put off")
    return {
        kind = "ended", id = row.id, outcome = earlier.outcome, reason = reason,
        restored = is_put_off(event) and "put_off" or "given_up",
    }
end

return retry
