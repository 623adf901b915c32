-- When too many instances have failed, so that the roll stops. Failed and uncertain instances count as
-- failures.

local need = ...
local amounts, text = need "core/amounts", need "core/text"

local thresholds = {}

-- Returns a count of failures; `thresholds.note` adds the outcome of each instance as it ends.
function thresholds.new()
    return { failures = 0, consecutive = 0, batches = {}, by_batch = {} }
end

-- Counts a failure in the batch of its instance. Batches overlap: an instance may fail after the next batch
-- has begun.
local function note_in_batch(tally, number)
    local batch = tally.by_batch[number]
    if not batch then
        batch = { failures = 0, forgiven = 0 }
        tally.by_batch[number] = batch
        table.insert(tally.batches, batch)
    end
    batch.failures = batch.failures + 1
end

-- Returns the most failures of one batch, without the batches whose failures are all approved.
local function most_in_batch(tally)
    local most = 0
    for _, batch in ipairs(tally.batches) do
        if batch.failures > batch.forgiven then most = math.max(most, batch.failures) end
    end
    return most
end

-- Approves all failures until now, in every batch.
function thresholds.forgive(tally)
    for _, batch in ipairs(tally.batches) do batch.forgiven = batch.failures end
end

-- Takes back a failure whose instance is tried again; `batch` is the number of its batch.
function thresholds.take_back(tally, batch)
    tally.failures, tally.consecutive = tally.failures - 1, 0
    local failed = tally.by_batch[batch or 0]
    if not failed then return end
    failed.failures = failed.failures - 1
    failed.forgiven = math.min(failed.forgiven, failed.failures)
end

-- Returns a copy of a count.
function thresholds.copy(tally)
    local copy = { failures = tally.failures, consecutive = tally.consecutive, by_batch = {} }
    for number, batch in next, tally.by_batch do
        copy.by_batch[number] = { failures = batch.failures, forgiven = batch.forgiven }
    end
    return copy
end

-- Counts a failure again that was taken back, with the approval of it; `before` is the count before that.
function thresholds.put_back(tally, batch, before)
    local number = batch or 0
    tally.failures = tally.failures + 1
    tally.consecutive = math.max(tally.consecutive, before.consecutive)
    note_in_batch(tally, number)
    local now, was = tally.by_batch[number], before.by_batch[number]
    now.forgiven = math.min(was and was.forgiven or 0, now.failures)
end

-- Counts the outcome of an instance of a batch.
function thresholds.note(tally, outcome, batch)
    if outcome == "failed" or outcome == "uncertain" then
        tally.failures = tally.failures + 1
        tally.consecutive = tally.consecutive + 1
        note_in_batch(tally, batch or 0)
    elseif outcome == "done" then
        tally.consecutive = 0
    end
end

-- Returns how many instances may fail in total: the strictest limit that was set. The roll stops at one
-- failure more.
function thresholds.allowed(spec, total)
    local by_count = spec.max_failures
    local by_share = spec.max_fail_percent and math.floor(total * spec.max_fail_percent.percent / 100 + 1e-9)
    if by_share and spec.was_given.max_failures then return math.min(by_count, by_share) end
    return by_share or by_count
end

local function exceeded(count, limit, words)
    if limit == nil or count <= limit then return nil end
    return words:format(text.count(count, "failure"), limit)
end

local function share_exceeded(tally, spec, total)
    local share = spec.max_fail_percent
    if not share or tally.failures <= math.floor(total * share.percent / 100 + 1e-9) then return nil end
    return ("%s of %s (limit %s, max_fail_percent)"):format(
        text.count(tally.failures, "failure"), text.count(total, "instance"), amounts.text(share))
end

-- Returns why the roll must stop: the number of failures and the limit; nil if no limit is exceeded.
function thresholds.reason(tally, spec, total)
    local counts_all = spec.was_given.max_failures or not spec.max_fail_percent
    return counts_all and exceeded(tally.failures, spec.max_failures, "%s (limit %d)")
        or share_exceeded(tally, spec, total)
        or exceeded(most_in_batch(tally), spec.max_failures_per_batch,
            "%s in one batch (limit %d, max_failures_per_batch)")
        or exceeded(tally.consecutive, spec.max_consecutive_failures,
            "%s in a row (limit %d, max_consecutive_failures)")
end

return thresholds
