-- Estimates how long a roll takes: first from the plan, later from measured times.
--
-- The estimate reads counts that the state keeps, and does not loop over the rows.

local need = ...
local pace = need "core/pace"

local estimate = {}

-- The time from the request until an instance is RUNNING again, in seconds, as long as none was measured.
estimate.BOOT_GUESS = 60

-- MARK: By the plan

-- Returns the expected time from the request until an instance is done, in seconds.
local function guess(spec)
    local health = spec.health_check and spec.health_check.interval * (spec.health_check.consecutive - 1) or 0
    return estimate.BOOT_GUESS + health + spec.min_healthy_time
end

function estimate.seconds_per_batch(spec) return guess(spec) + spec.bake_time end

-- Returns the total time of `watches`, in seconds: one watch after each batch, or one at the end with
-- `mode = "rolling"`. The canary is watched for a time of its own; with `mode = "rolling"`, its watch is not
-- among `watches`.
local function watched_seconds(spec, watches, has_canary)
    if not has_canary then return watches * spec.bake_time end
    local others = spec.mode == "rolling" and watches or math.max(0, watches - 1)
    return others * spec.bake_time + spec.canary.bake_time
end

-- Returns the time from the beginning of a planned batch to the beginning of the next batch, in seconds.
local function of_wave(spec, number, size)
    local is_canary = spec.canary ~= nil and number == 1
    local watch = spec.mode ~= "rolling" and spec.bake_time or 0
    if is_canary then watch = spec.canary.bake_time end
    return guess(spec) + watch + spec.stagger * math.max(0, size - 1)
end

-- Returns when each planned batch begins, in seconds after the beginning of the roll, and how long the plan
-- takes. `waves` are the batches of the plan, as lists of records.
function estimate.of_waves(spec, waves)
    local begins, seconds = {}, 0
    for number, wave in ipairs(waves) do
        begins[number], seconds = seconds, seconds + of_wave(spec, number, #wave)
    end
    if spec.mode == "rolling" and #waves > 0 then seconds = seconds + spec.bake_time end
    return begins, seconds
end

-- MARK: Batches

-- Returns how many batches `count` instances take, from the step `index` of the ramp.
local function batches_of(numbers, count, index)
    local batches = 0
    while count > 0 and index < #numbers.sizes do
        count, batches, index = count - math.max(1, pace.size(numbers, index)), batches + 1, index + 1
    end
    return batches + math.max(0, math.ceil(count / math.max(1, pace.size(numbers, index))))
end

-- Returns the number of the next step of the ramp.
local function next_step(spec, state)
    if spec.mode == "rolling" then return pace.step(spec.numbers, state.headcount:at "done") end
    local before = state.canary_batches > 0 and state.canary_batches - 1 or 0
    return state.batches - before + 1
end

-- Returns how many instances have no batch yet, and how many were chosen for a batch and have no request yet.
local function coming(spec, state)
    local chosen = 0
    for _, batch in ipairs(state.open_batches) do
        chosen = chosen + state.headcount:chosen_of(batch.number)
    end
    local planned = state.headcount:at "planned"
    return spec.drain and planned or math.max(0, planned - chosen), chosen
end

-- Returns how many batches are still to begin. Limits of groups and checkpoints make batches smaller, so that
-- there are more of them: the result is scaled by the plan's number of batches, if that is known.
local function later_batches(spec, state, planned_batches)
    local count = coming(spec, state)
    local batches = batches_of(spec.numbers, count, next_step(spec, state))
    local by_size = batches_of(spec.numbers, spec.numbers.total, 1)
    if not planned_batches or by_size == 0 then return batches end
    return math.max(batches, math.ceil(batches * planned_batches / by_size))
end

-- Returns the number of the present or next batch, and the total number of batches.
function estimate.batches(spec, state, planned_batches)
    local open = 0
    for _, batch in ipairs(state.open_batches) do
        if batch.asked == 0 then open = open + 1 end
    end
    local later = later_batches(spec, state, planned_batches)
    local is_between = #state.open_batches == 0 and later > 0
    local present = state.batches + ((open > 0 or is_between) and 1 or 0)
    return present, math.max(present, state.batches + open + later)
end

-- MARK: Remaining time

-- Returns the time from the request until an instance is done, in seconds: p95 of the measured times, or the
-- guess.
local function recovery(spec, state) return state.recoveries:typical() or guess(spec) end

-- Returns the remaining time of the batches that are under way, in seconds.
local function present_seconds(spec, state, now, each)
    local longest = 0
    for _, batch in ipairs(state.open_batches) do
        local left = each - (batch.asked_at and now - batch.asked_at or 0)
        local staggered = spec.stagger * state.headcount:chosen_of(batch.number)
        longest = math.max(longest, staggered + math.max(0, left))
    end
    return longest
end

-- Waits whose end is known.
local HAS_END = { bake = true, canary = true, jitter = true, unanswered = true, window = true }

-- Returns the remaining time of the watches, in seconds: after each batch that is not over, and after the
-- canary.
local function watches_left(spec, state, batches)
    local waiting = state.waiting and state.waiting.reason
    if spec.mode == "rolling" then
        batches = (state.has_baked or waiting == "bake") and 0 or 1
    elseif state.is_unwatched and #state.open_batches == 0 and not waiting then
        batches = batches + 1
    end
    local is_canary = spec.canary and not state.is_past_canary and not state.canary_watched_at
        and waiting ~= "canary"
    return watched_seconds(spec, batches, is_canary and batches > 0)
end

-- Returns the remaining time of the roll, in seconds; nil if the roll waits for something of unknown length.
-- A roll that is asked to stop (`is_stopping`) only finishes the instances under way.
function estimate.left(spec, state, planned_batches, now, is_stopping)
    if is_stopping or state.stopped then return present_seconds(spec, state, now, recovery(spec, state)) end
    local waiting, later = state.waiting, later_batches(spec, state, planned_batches)
    if state.question or state.no_room_since or waiting and not HAS_END[waiting.reason] then return nil end
    local each, count = recovery(spec, state), coming(spec, state)
    local seconds = waiting and math.max(0, waiting.wait_until - now) or 0
    seconds = seconds + present_seconds(spec, state, now, each) + later * each
    seconds = seconds + spec.stagger * math.max(0, count - later)
    return seconds + watches_left(spec, state, later + #state.open_batches)
end

return estimate
