-- The way of one instance through a roll: which step may follow which, and a record of each with its time and evidence.
--
-- It decides nothing and does nothing; that is what makes it testable, and what a durable journal will hang on to.

local way = {}

-- From each step to those that may follow it. The last four of a roll have none.
local following = {
    planned = { "draining", "intent", "failed", "skipped", "not_started" },
    draining = { "intent", "undraining", "planned", "failed", "skipped", "not_started" },
    intent = { "accepted", "rejected", "ambiguous", "uncertain" },
    rejected = { "undraining", "planned", "failed" },
    ambiguous = { "accepted", "leaving", "undraining", "planned", "uncertain", "failed" }, -- planned: with proof that nothing happened
    accepted = { "leaving", "uncertain", "failed" },
    leaving = { "returning", "uncertain", "failed" },
    returning = { "returning", "verifying", "failed", "uncertain" }, -- again when it is forced
    verifying = { "checking", "failed", "uncertain" },
    checking = { "min_healthy", "failed", "uncertain" },
    min_healthy = { "undraining", "checking", "failed", "uncertain" },
    undraining = { "done", "failed", "uncertain", "planned", "skipped", "not_started" }, -- the last ones where it was not rebooted
    done = { "failed", "uncertain" }, -- when the last look shows that it is not well any more, or shows nothing
    failed = {}, uncertain = {}, skipped = {}, not_started = {},
}

local allowed = {}
for step, list in pairs(following) do
    allowed[step] = {}
    for _, name in ipairs(list) do allowed[step][name] = true end
end

-- Every outcome that an instance can end with.
way.outcomes = { "done", "failed", "uncertain", "skipped", "not_started" }

local is_outcome = {}
for _, outcome in ipairs(way.outcomes) do is_outcome[outcome] = true end

-- Steps at which nothing is under way.
local is_idle = { planned = true, done = true, failed = true, uncertain = true, skipped = true, not_started = true }

-- A record for an instance's row of the inventory.
--
-- `steps` and `times` are lists beside each other, for a fleet has many records; `reasons` has those that were given, by position.
function way.new(row)
    return {
        id = row.instanceId, name = row.instanceName or row.instanceId, row = row, step = "planned",
        steps = {}, times = {}, reasons = nil, evidence = {},
    }
end

-- Takes a record to its next step; `at` is in seconds since the roll began, `reason` is why, for the steps that need one.
function way.move(record, step, at, reason)
    local from = record.step
    if not allowed[from][step] then
        error(("internal error: %s cannot go from %s to %s"):format(record.id, from, step), 2)
    end
    record.step, record.reason = step, reason
    local position = #record.steps + 1
    record.steps[position], record.times[position] = step, at
    if reason then
        record.reasons = record.reasons or {}
        record.reasons[position] = reason
    end
end

-- Whether something is under way for it.
function way.is_in_flight(record) return not is_idle[record.step] end

function way.is_over(record) return is_outcome[record.step] or false end

-- Every step that it took, as plain data: { step =, at =, reason = }.
function way.phases(record)
    local phases = {}
    for position, step in ipairs(record.steps) do
        phases[position] = {
            step = step, at = record.times[position], reason = record.reasons and record.reasons[position],
        }
    end
    return phases
end

way.following = following

return way
