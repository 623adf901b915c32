-- The end of a roll: an outcome for every instance, totals that must add up, and the exit code.

local need = ...
local way, follow, permission = need "core/way", need "core/follow", need "core/permission"
local failures = need "core/failures"

local ending = {}

-- Returns events that give an outcome to every instance without an outcome.
function ending.settle(state)
    local events, reason = {}, failures.short(state) or "the roll ended"
    for _, row in ipairs(state.rows) do
        if row.step == "planned" then
            events[#events + 1] = { kind = "ended", id = row.id, outcome = "not_started", reason = reason }
        elseif way.is_in_flight(row) then
            local words = "the roll ended before its outcome was known: " .. reason
            events[#events + 1] = follow.abandon(row, words)
        end
    end
    return events
end

-- Counts the instances by outcome. Raises if the counts do not add up to the selection: that is a bug.
function ending.totals(state)
    local totals, sum = {}, 0
    for _, outcome in ipairs(way.outcomes) do
        totals[outcome] = state.headcount:at(outcome)
        sum = sum + totals[outcome]
    end
    if sum ~= #state.rows then error("internal error: the totals do not add up to the selection", 0) end
    return totals
end

ending.titles = {
    done = "done", failed = "failed", uncertain = "uncertain", skipped = "skipped",
    not_started = "not started",
}

-- Returns the totals in words: `46 done, 1 failed, 1 uncertain, 0 skipped, 0 not started`.
function ending.words(totals)
    local words = {}
    for i, outcome in ipairs(way.outcomes) do words[i] = totals[outcome] .. " " .. ending.titles[outcome] end
    return table.concat(words, ", ")
end

local function was_all_right(state)
    for _, row in ipairs(state.rows) do
        if row.step == "failed" or row.step == "skipped" and not row.is_excused then return false end
    end
    return true
end

-- Returns the exit code: 0 all done, or left out on purpose · 5 stopped by failures · 6 some uncertain ·
-- 7 some not started or not retried · 8 some failed, or skipped for a problem.
function ending.exit_code(spec, state, totals)
    if totals.uncertain > 0 then return 6 end
    if permission.excess(spec, state) or state.stopped and state.stopped.by == "failures" then return 5 end
    if totals.not_started > 0 or state.not_retried then return 7 end
    return was_all_right(state) and 0 or 8
end

-- Returns how the campaign is left: `open` for the next process, `held` until an operator decides, or
-- `closed`.
function ending.left(spec, state, totals)
    if totals.not_started == 0 and not state.not_retried then return "closed" end
    local has_failed = permission.excess(spec, state) or state.stopped and state.stopped.by == "failures"
    return has_failed and "held" or "open"
end

return ending
