-- What a new life changes in the state of a roll: the waits, questions and stops of the last life are over. A
-- question without an answer is kept as `unanswered`, until it is asked again. Outcomes, failures, the
-- canary, checkpoints and measurements stay as the events give them.

local need = ...
local way, queue = need "core/way", need "core/queue"
local failures, retries = need "core/failures", need "core/retry"

local renewal = {}

-- The fields of the state that belong to one life.
local OF_ONE_LIFE = {
    "stopped", "waiting", "question", "blocked_since", "no_room_since", "lack", "is_stalled", "last_wait",
    "exit_code", "left", "not_retried", "hindrance",
}

-- A watch that was interrupted begins again, and a missing approval of the canary is asked for again.
local function watch_again(state)
    local reason = state.waiting and state.waiting.reason
    if reason == "bake" or reason == "canary" then state.is_unwatched = true end
    if not state.is_past_canary then state.is_canary_well = nil end
end

-- Puts back instances that were chosen and for which nothing was begun. They are chosen again, because the
-- answers that allowed their reboot are old.
local function release_chosen(state)
    for position, row in ipairs(state.rows) do
        if row.is_reserved and row.step == "planned" then
            row.is_reserved = nil
            state.headcount:note(row)
            if not state.queue:has(position) then state.queue:put_off(position) end
        end
    end
end

-- The outcomes of instances that were not rebooted, and that a later life may reboot.
local is_reopened = { not_started = true, skipped = true }

-- Reopens instances for another try. `retry` lists the outcomes, failed or uncertain, that the operator wants
-- to retry.
local function reopen_rows(state, retry)
    local positions, is_retried, retried = {}, {}, {}
    for _, outcome in ipairs(retry) do is_retried[outcome] = true end
    for _, row in ipairs(state.rows) do
        if is_retried[row.step] and not row.gone then retried[#retried + 1] = row end
    end
    retries.begin(state, retried)
    for position, row in ipairs(state.rows) do
        if (is_reopened[row.step] or is_retried[row.step]) and not row.gone then
            local from = row.step
            way.reopen(row, state.at)
            state.headcount:moved(row, from)
            positions[#positions + 1] = position
        end
    end
    state.failed_ids = failures.still_failed(state)
    -- An approval covers the failures up to its time, and no later failures.
    state.forgiven = math.min(state.forgiven, state.tally.failures)
    if #positions > 0 then state.queue = queue.extended(state.queue, positions) end
end

-- Called for every life but the first.
function renewal.begin(state, retry)
    watch_again(state)
    state.unanswered = state.question or state.unanswered
    for _, name in ipairs(OF_ONE_LIFE) do state[name] = nil end
    release_chosen(state)
    reopen_rows(state, retry)
end

return renewal
