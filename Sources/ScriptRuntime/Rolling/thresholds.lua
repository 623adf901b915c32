-- When so much has gone wrong that the roll stops. Failed, unreachable and uncertain all count.

local amounts = ...

local thresholds = {}

-- A tally of what went wrong, to be told of each instance as it ends.
function thresholds.new()
    return { failures = 0, consecutive = 0, in_batch = 0 }
end

function thresholds.begin_batch(tally) tally.in_batch = 0 end

-- Takes in how an instance ended.
function thresholds.note(tally, outcome)
    if outcome == "failed" or outcome == "uncertain" then
        tally.failures = tally.failures + 1
        tally.consecutive = tally.consecutive + 1
        tally.in_batch = tally.in_batch + 1
    elseif outcome == "done" then
        tally.consecutive = 0
    end
end

-- So many may fail in all: the strictest of what was set; the count that stops is one more.
function thresholds.allowed(spec, total)
    local by_count = spec.max_failures
    local by_share = spec.max_fail_percent and math.floor(total * spec.max_fail_percent.percent / 100 + 1e-9)
    if by_share and spec.was_given.max_failures then return math.min(by_count, by_share) end
    return by_share or by_count
end

local function exceeded(count, limit, option, what)
    if limit == nil or count <= limit then return nil end
    return ("%d %s, and %s is %d: %s = %d would have let it go on"):format(count, what, option, limit, option, count)
end

local function share_exceeded(tally, spec, total)
    local share = spec.max_fail_percent
    if not share or tally.failures <= math.floor(total * share.percent / 100 + 1e-9) then return nil end
    local needed = math.ceil(tally.failures * 100 / total)
    return ("%d of %d failed or are uncertain, and max_fail_percent is %s: max_fail_percent = \"%d%%\" would have let it go on")
        :format(tally.failures, total, amounts.text(share), needed)
end

-- Why the roll must stop, with the option that would have let it go on; nil while it need not.
function thresholds.reason(tally, spec, total)
    local counts_all = spec.was_given.max_failures or not spec.max_fail_percent
    return counts_all and exceeded(tally.failures, spec.max_failures, "max_failures", "failed or are uncertain")
        or share_exceeded(tally, spec, total)
        or exceeded(tally.in_batch, spec.max_failures_per_batch, "max_failures_per_batch", "of one batch failed or are uncertain")
        or exceeded(tally.consecutive, spec.max_consecutive_failures, "max_consecutive_failures",
            "in a row failed or are uncertain")
end

return thresholds
