-- The failures of a roll in words: what failed, against which limit, and why.

local need = ...
local text = need "core/text"

local failures = {}

-- The number of failures that the texts name, the earliest first; the report names all of them.
local NAMED = 3

-- `web-0007: not healthy 5m after its reboot (HTTP 503)`.
local function described(row)
    local reason = row.reason or row.step
    return ("%s: %s%s"):format(row.name, row.step == "uncertain" and "uncertain: " or "", reason)
end

local function is_failure(row) return row.step == "failed" or row.step == "uncertain" end

-- The ids of the instances that are still failed or uncertain, in the order in which they ended.
function failures.still_failed(state)
    local ids = {}
    for _, id in ipairs(state.failed_ids) do
        if is_failure(state.by_id[id]) then ids[#ids + 1] = id end
    end
    return ids
end

-- Returns the first failures in words; nil if no instance has failed.
function failures.text(state)
    local words = {}
    for i = 1, math.min(NAMED, #state.failed_ids) do
        words[i] = described(state.by_id[state.failed_ids[i]])
    end
    if #words == 0 then return nil end
    local more = #state.failed_ids - #words
    return table.concat(words, "; ") .. (more > 0 and ("; and %d more"):format(more) or "")
end

-- Adds the first failures to a reason: `1 failure (limit 0): web-0007: …` from `1 failure (limit 0)`.
function failures.named(reason, state)
    local words = failures.text(state)
    return words and ("%s: %s"):format(reason, words) or reason
end

-- Returns why the roll has stopped, without the names of the failed instances; nil if it has not stopped.
function failures.short(state)
    local stopped = state.stopped
    if not stopped then return nil end
    if stopped.by ~= "failures" then return stopped.reason end
    return "stopped after " .. text.count(stopped.failures, "failure")
end

-- The name of the instance that failed or became uncertain first; nil if no instance did.
function failures.first_name(state)
    local id = state.failed_ids[1]
    return id and state.by_id[id].name
end

-- MARK: The end of a roll

-- Stops that say nothing of a roll in which every instance was begun before them.
local HOLDS_BACK_ONLY = { signal = true, cancelled = true, deadline = true, window = true, blocked = true }

-- Returns whether the end of a roll tells of its stop: it was a failure, or held an instance or a retry back.
function failures.is_stop_told(state, totals)
    local stopped = state.stopped
    local is_left = totals.not_started > 0 or state.not_retried ~= nil
    return stopped ~= nil and (not HOLDS_BACK_ONLY[stopped.by] or is_left)
end

-- Returns `Stopped after 1 failure (limit 0): web-0007: …`; nil if the roll has not stopped.
function failures.stop_words(state)
    local stopped = state.stopped
    if not stopped then return nil end
    if stopped.by == "failures" then return "Stopped after " .. stopped.reason end
    return "Stopped: " .. stopped.reason
end

-- Returns `37 instances were not started`; nil if every instance was started.
function failures.not_started_words(count)
    if count == 0 then return nil end
    return ("%s %s not started"):format(text.count(count, "instance"), count == 1 and "was" or "were")
end

return failures
