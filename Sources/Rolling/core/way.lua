-- The steps of one instance through a roll, and which step may follow which.

local way = {}

-- Maps each step to the steps that may follow it. No step follows the last four.
local following = {
    -- `uncertain` before the request: the result of an instance whose retry did not come so far.
    planned = { "draining", "intent", "failed", "uncertain", "skipped", "not_started" },
    draining = { "drained", "undraining", "planned", "failed", "uncertain", "skipped", "not_started" },
    drained = { "intent", "undraining", "planned", "failed", "uncertain", "skipped", "not_started" },
    -- `planned` or `drained` again if the request was not sent.
    intent = { "accepted", "refused", "unknown", "returning", "uncertain", "planned", "drained" },
    refused = { "undraining", "planned", "failed", "uncertain" },
    -- `planned` again only with proof that no reboot happened.
    unknown = { "returning", "undraining", "planned", "uncertain", "failed" },
    accepted = { "returning", "uncertain", "failed" },
    returning = { "returning", "verifying", "failed", "uncertain" }, -- again for a forced reboot
    verifying = { "checking", "failed", "uncertain" },
    checking = { "min_healthy", "failed", "uncertain" },
    min_healthy = { "undraining", "checking", "done", "failed", "uncertain" },
    -- The last three only if the instance was not rebooted.
    undraining = { "done", "failed", "uncertain", "planned", "skipped", "not_started" },
    -- `failed` if a later look shows that the instance is unhealthy, `uncertain` if no look can tell.
    done = { "failed", "uncertain" },
    failed = {}, uncertain = {}, skipped = {}, not_started = {},
}

local allowed = {}
for step, list in next, following do
    allowed[step] = {}
    for _, name in ipairs(list) do allowed[step][name] = true end
end

-- Every outcome that an instance can end with.
way.outcomes = { "done", "failed", "uncertain", "skipped", "not_started" }

local is_outcome = {}
for _, outcome in ipairs(way.outcomes) do is_outcome[outcome] = true end

-- Steps at which nothing is under way.
local is_idle = {
    planned = true, done = true, failed = true, uncertain = true, skipped = true, not_started = true,
}

-- An instance that fails at one of these steps may have rebooted, and may be down (`is_unwell`).
local has_rebooted = {
    accepted = true, unknown = true, returning = true, verifying = true, checking = true, min_healthy = true,
    done = true,
}

-- Returns a row for an instance. `steps` and `times` are parallel lists, because a fleet has many rows;
-- `reasons` maps positions in them to the given reasons.
function way.new(id, name, group, position)
    return {
        id = id, name = name, group = group, position = position, step = "planned", attempts = 0, retries = 0,
        evidence = {}, steps = {}, times = {},
    }
end

-- Moves a row to its next step at a time in seconds; `reason` says why, for the steps that need a reason.
function way.move(row, step, at, reason)
    local from = row.step
    if not allowed[from][step] then
        error(("internal error: %s cannot go from %s to %s"):format(row.id, from, step), 2)
    end
    if step == "failed" then row.is_unwell = has_rebooted[from] end
    row.step, row.reason = step, reason
    local position = #row.steps + 1
    row.steps[position], row.times[position] = step, at
    if reason then
        row.reasons = row.reasons or {}
        row.reasons[position] = reason
    end
end

-- The fields of a row about its reboot. An instance that is retried on request begins without them.
local OF_A_REBOOT = {
    "asked_at", "send_by", "left_at", "was_seen_leaving", "escalated", "return_by", "is_unwell", "is_found",
}

-- Removes what a row holds about a reboot, for an instance that the operator wants to retry.
function way.forget_reboot(row)
    row.attempts, row.retries = 0, 0
    for _, name in ipairs(OF_A_REBOOT) do row[name] = nil end
end

-- Moves a row back to `planned`, in a new life. The numbers of attempts and retries stay.
function way.reopen(row, at)
    row.step, row.reason, row.is_excused, row.evidence = "planned", nil, nil, {}
    local position = #row.steps + 1
    row.steps[position], row.times[position] = "planned", at
end

-- Whether any process has stored an intent for the instance.
function way.was_asked(row)
    for _, step in ipairs(row.steps) do
        if step == "intent" then return true end
    end
    return false
end

-- Whether the instance is under way.
function way.is_in_flight(row) return not is_idle[row.step] end

function way.is_over(row) return is_outcome[row.step] or false end

-- Returns every step of an instance as plain data: { step =, at =, reason = }; `at` is in seconds since
-- `began`.
function way.phases(row, began)
    local phases = {}
    for position, step in ipairs(row.steps) do
        phases[position] = {
            step = step, at = row.times[position] - began, reason = row.reasons and row.reasons[position],
        }
    end
    return phases
end

way.following = following

return way
