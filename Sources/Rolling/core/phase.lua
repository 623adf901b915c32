-- What a roll does now, in a few words, from its state: for the progress line.

local need = ...
local estimate, waits, text = need "core/estimate", need "core/waits", need "core/text"

local phase = {}

-- The words for the steps of instances that are under way, in the order of the steps.
local UNDER_WAY = {
    { "draining", { "draining", "drained" } },
    { "rebooting", { "intent", "accepted", "unknown", "refused", "returning" } },
    { "awaiting proof", { "verifying" } },
    { "checking health", { "checking", "min_healthy" } },
    { "going back into load", { "undraining" } },
}

-- Returns `4 rebooting, 6 checking health`; nil if no instance is under way.
local function under_way(state)
    local words = {}
    for _, kind in ipairs(UNDER_WAY) do
        local count = 0
        for _, step in ipairs(kind[2]) do count = count + state.headcount:at(step) end
        if count > 0 then words[#words + 1] = ("%d %s"):format(count, kind[1]) end
    end
    return #words > 0 and table.concat(words, ", ") or nil
end

-- Returns the remaining time of a wait; for a watch, the elapsed and the whole time.
local function time_of(wait, now)
    local left = math.max(0, wait.wait_until - now) // 1
    if wait.reason ~= "bake" and wait.reason ~= "canary" then
        return left < math.huge and text.duration(left) .. " left" or nil
    end
    local whole, over = wait.wait_until - wait.since, math.max(0, now - wait.since) // 1
    local elapsed = over < 1 and "0s" or text.duration(math.min(over, whole))
    return ("%s of %s"):format(elapsed, text.duration(whole))
end

local function waiting(spec, state, now)
    local wait = waits.of(spec, state)
    if not wait then return nil end
    local time = time_of(wait, now)
    return time and ("%s, %s"):format(wait.words, time) or wait.words
end

local function batch_words(spec, state, planned_batches)
    if spec.mode == "rolling" then return nil end
    local present, all = estimate.batches(spec, state, planned_batches)
    return ("batch %d/%d"):format(present, all)
end

-- Returns what the roll does while it waits for nothing.
local function working(spec, state, planned_batches)
    local rows, batch = under_way(state), batch_words(spec, state, planned_batches)
    if rows then return batch and ("rebooting %s: %s"):format(batch, rows) or rows end
    if state.headcount:at "planned" == 0 then return "last look at the instances" end
    if state.no_room_since then return "looking for room again" end
    return "choosing " .. (batch or "the next instance")
end

-- `planned_batches` is the number of batches in the plan, nil if it is unknown; `is_stopping` is whether the
-- roll is asked to stop.
function phase.text(spec, state, planned_batches, now, is_stopping)
    local wait, rows = waiting(spec, state, now), under_way(state)
    if is_stopping or state.stopped then return rows and "stopping: " .. rows or "stopping" end
    if not wait then return working(spec, state, planned_batches) end
    return rows and ("%s; %s"):format(wait, rows) or wait
end

return phase
