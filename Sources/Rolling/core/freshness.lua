-- Keeps the look at the fleet recent while instances are under way, so that the next batch does not wait for
-- a look: shortly before a batch is expected to begin, a look is taken that is still recent enough then.

local need = ...
local clearance = need "core/clearance"

local freshness = {}

-- The look is taken LEAD seconds before the next batch is expected, and must stay recent enough for MARGIN
-- seconds more.
local LEAD, MARGIN = 3, 1

-- Returns the number of instances between their intent and their return to RUNNING.
local function away(headcount)
    return headcount:at "intent" + headcount:at "accepted" + headcount:at "unknown" + headcount:at "refused"
        + headcount:at "returning"
end

-- Returns the shortest time from RUNNING until an instance is done, in seconds.
local function seconds_to_done(spec)
    local check = spec.health_check
    return (check and check.interval * (check.consecutive - 1) or 0) + spec.min_healthy_time
end

-- Returns the earliest time at which the next batch may begin; nil if that is not known yet.
local function expected_at(spec, state)
    local waiting = state.waiting
    if waiting then return waiting.reason == "bake" and waiting.wait_until or nil end
    if not state.returned_at or #state.open_batches == 0 then return nil end
    if spec.mode == "rolling" then return state.returned_at + seconds_to_done(spec) end
    if away(state.headcount) > 0 then return nil end
    return state.returned_at + seconds_to_done(spec) + spec.bake_time
end

-- Returns the need for a look now, as an answer of `decide.next`, or when to decide again.
function freshness.next(spec, state, view, now)
    local nothing = { wake_at = math.huge }
    if state.stopped or view.stop or state.question or state.queue:is_empty() then return nothing end
    local expected = expected_at(spec, state)
    local has_looked = view.looked_at and state.returned_at and view.looked_at >= state.returned_at
    if not expected or has_looked then return nothing end
    if now < expected - LEAD then return { wake_at = expected - LEAD } end
    expected = math.max(expected, now)
    if view.look and expected + MARGIN - view.look.at <= clearance.LOOK_AGE then return nothing end
    return { needs = "look", keep = math.max(0, clearance.LOOK_AGE - MARGIN - (expected - now)) }
end

return freshness
