-- The whole state of a roll, and how each event changes it. Nothing else changes the state.
--
-- A state is plain data: rows of instances, counts and indexes. The same events always give the same state.

local need = ...
local way, headcount, thresholds, measurements, queue, renewal =
    need "core/way", need "core/headcount", need "core/thresholds", need "core/measurements",
    need "core/queue", need "core/renewal"
local retry = need "core/retry"

local state = {}

-- The state before the first event.
function state.new()
    return {
        seq = 0, at = 0, rows = {}, by_id = {}, queue = queue.new(0), headcount = headcount.new {},
        tally = thresholds.new(), boots = measurements.new(), recoveries = measurements.new(),
        batches = 0, choices = 0, peak = 0, escalations = 0, forgiven = 0, approved_up_to = 0,
        closed_seconds = 0, life = 1, lives_without_outcome = 0, failed_ids = {},
        open_batches = {}, decisions = {}, is_past_canary = false, canary_batches = 0,
    }
end

-- MARK: Rows

local function row_of(self, id)
    return self.by_id[id] or error("internal error: no instance has the id " .. tostring(id), 0)
end

local function move(self, row, step, reason)
    local from = row.step
    way.move(row, step, self.at, reason)
    self.headcount:moved(row, from)
end

local function decide(self, text, ...)
    self.decisions[#self.decisions + 1] = { at = self.at - self.began, text = text:format(...) }
end

-- Gives an instance another turn, behind the instances that had a turn before it.
local function put_off(self, row)
    row.is_reserved = nil
    self.headcount:note(row)
    if not self.queue:has(row.position) then self.queue:put_off(row.position) end
end

local function leave_queue(self, row)
    if self.queue:has(row.position) then self.queue:take(row.position) end
end

-- MARK: The roll

local apply = {}

function apply.opened(self, event)
    self.name, self.plan, self.began, self.life_began = event.name, event.plan, event.at, event.at
    self.opened_at, self.selection = event.time, event.selection
    for position, id in ipairs(event.ids) do
        local row = way.new(id, event.names[position], event.groups[position], position)
        self.rows[position], self.by_id[id] = row, row
    end
    self.queue, self.headcount = queue.new(#self.rows), headcount.new(self.rows)
    decide(self, "began with the plan %s", event.plan)
end

function apply.begun(self, event)
    self.life, self.life_began = event.life, event.at
    self.options, self.access_key, self.script_hash = event.options, event.access_key, event.script_hash
    self.lives_without_outcome, self.life_opened_at = self.lives_without_outcome + 1, event.time
    if event.life == 1 then return end
    renewal.begin(self, event.retry or {})
    decide(self, "went on, in life %d", event.life)
end

-- The words for a wait among the decisions.
local WAIT_WORDS = { window = "waits: %s", blockers = "blocked: %s" }

-- Waits before a life begins anything: they do not replace the watch after a batch.
local PRECEDES = { jitter = true, unanswered = true }

function apply.waiting(self, event)
    if not PRECEDES[event.reason] then self.is_unwatched = nil end
    self.waiting = {
        reason = event.reason, text = event.text, since = event.at, wait_until = event.wait_until,
    }
    if event.reason == "blockers" or event.reason == "room" then self.hindrance = event.text end
    if event.reason == "blockers" then self.blocked_since = self.blocked_since or event.at end
    if event.reason == "room" then
        self.no_room_since, self.lack = event.since, nil
    end
    local words = WAIT_WORDS[event.reason]
    if words and event.text ~= self.last_wait then decide(self, words, event.text) end
    self.last_wait = event.text
end

function apply.waited(self, event)
    local waiting = self.waiting
    self.waiting = nil
    if waiting.reason == "window" then
        self.closed_seconds = self.closed_seconds + event.at - waiting.since
    end
    if waiting.reason == "canary" then
        local was_watched = event.at >= waiting.wait_until
        self.canary_watched_at = was_watched and event.at or nil
        self.is_unwatched = not was_watched or nil -- an interrupted watch does not count
    end
    if waiting.reason == "bake" then self.has_baked = true end
    if waiting.reason ~= "blockers" then self.last_wait = nil end
end

function apply.question(self, event)
    self.question = {
        subject = event.subject, text = event.text, count = event.count, since = event.at,
        wait_until = event.wait_until, number = event.number or event.seq,
    }
    self.unanswered = nil
end

function apply.answer(self, event)
    local text = self.question.text
    self.question = nil
    if event.approved and event.by ~= "timeout" then decide(self, "approved: %s", text) end
    if event.subject == "checkpoint" then
        self.approved_up_to = event.count
    elseif event.subject == "failures" and event.approved then
        self.forgiven = event.count
        thresholds.forgive(self.tally)
    end
end

function apply.canary(self, event)
    self.is_canary_well = true
    self.is_past_canary = event.passed
    self.canary_batches = self.batches
end

function apply.stopping(self, event)
    local failures = event.by == "failures" and self.tally.failures or nil
    self.stopped = { by = event.by, reason = event.text, failures = failures }
    decide(self, "stopped: %s", event.text)
end

function apply.note(self, event)
    if event.stalled then self.is_stalled = true end
    decide(self, "%s", event.text)
end

function apply.closed(self, event)
    self.exit_code, self.left = event.exit_code, event.left
    -- A life that only found the window closed does not count as a life without an outcome.
    local was_closed_window = self.stopped and self.stopped.by == "window"
    if was_closed_window then self.lives_without_outcome = math.max(0, self.lives_without_outcome - 1) end
end

-- MARK: Batches

function apply.chosen(self, event)
    self.choices, self.blocked_since, self.is_unwatched, self.hindrance = event.batch, nil, nil, nil
    self.open_batches[#self.open_batches + 1] = { number = event.batch, ids = event.ids, asked = 0 }
    for _, id in ipairs(event.ids) do
        local row = row_of(self, id)
        self.queue:pass(row.position)
        leave_queue(self, row)
        row.batch, row.is_reserved = event.batch, true
        self.headcount:note(row)
    end
end

function apply.released(self, event)
    for _, id in ipairs(event.ids) do put_off(self, row_of(self, id)) end
end

function apply.draining(self, event)
    for _, id in ipairs(event.ids) do
        local row = row_of(self, id)
        self.was_touched = true
        row.drained = "maybe" -- also if the drain fails: it is unknown how much the hook did
        move(self, row, "draining")
    end
end

-- Returns the open batch with a number, and its position in the list of open batches.
local function open_batch(self, number)
    for place, batch in ipairs(self.open_batches) do
        if batch.number == number then return batch, place end
    end
end

function apply.intent(self, event)
    local batch = open_batch(self, event.batch)
    if batch.asked == 0 then
        self.batches, self.is_stalled, self.no_room_since = self.batches + 1, nil, nil
    end
    batch.asked, batch.next_at, batch.asked_at = batch.asked + #event.ids, event.next_at, event.at
    self.peak, self.was_touched = math.max(self.peak, event.down), true
    for position, id in ipairs(event.ids) do
        local row, before = row_of(self, id), event.before[position]
        row.evidence.before, row.evidence.problem = before or nil, event.problems[position] or nil
        row.is_reserved, row.asked_at, row.send_by, row.is_found = nil, event.at, event.send_by, nil
        row.is_drained_before = row.step == "drained" or nil
        move(self, row, "intent")
    end
end

function apply.withdrawn(self, event)
    for _, id in ipairs(event.ids) do
        local row = row_of(self, id)
        row.is_reserved = true
        move(self, row, row.is_drained_before and "drained" or "planned", event.reason)
        local batch = open_batch(self, row.batch)
        batch.asked = batch.asked - 1
        if batch.asked == 0 then self.batches = self.batches - 1 end -- no request of the batch is sent
    end
end

function apply.answered(self, event)
    for _, id in ipairs(event.ids) do
        local row = row_of(self, id)
        if event.answer == "refused" then
            row.attempts = row.attempts + 1
            row.may_retry = event.retryable or nil
        end
        row.is_found = event.found or nil
        if event.answer == "accepted" then retry.replace(row) end
        move(self, row, event.answer, event.reason)
    end
end

function apply.batch_over(self, event)
    local batch, place = open_batch(self, event.batch)
    table.remove(self.open_batches, place)
    self.lack, self.is_unwatched = event.lack, batch.asked > 0 or nil
end

-- MARK: An instance

function apply.drained(self, event)
    local row = row_of(self, event.id)
    if event.reason then
        decide(self, "%s goes on without being drained: %s", row.id, event.reason)
    else
        row.drained = true
    end
    row.is_reserved = true
    move(self, row, "drained", event.reason)
end

function apply.departed(self, event)
    local row = row_of(self, event.id)
    row.evidence.proof, row.evidence.after = event.proof, event.after
    row.left_at = event.at
    retry.replace(row)
    row.was_seen_leaving = event.proof == nil and event.reason == nil or nil
    move(self, row, "returning", event.reason)
end

function apply.forced(self, event)
    local row = row_of(self, event.id)
    row.escalated, row.return_by, row.send_by = true, event.return_by, event.send_by
    self.escalations = self.escalations + 1
    decide(self, "%s is forced: %s", row.id, event.reason)
    move(self, row, "returning", "forced: " .. event.reason)
end

-- Whether the present life requested the reboot. A time in which no process looked is not a measured time.
local function is_measured(self, row) return row.asked_at >= self.life_began end

function apply.returned(self, event)
    local row = row_of(self, event.id)
    if is_measured(self, row) then self.boots:note(event.took) end
    self.returned_at = event.at
    row.verify_by = event.verify_by
    move(self, row, "verifying")
end

function apply.proven(self, event)
    local row = row_of(self, event.id)
    row.evidence.proof = event.proof or row.evidence.proof
    row.healthy_by = event.healthy_by
    move(self, row, "checking")
end

function apply.health(self, event)
    local row = row_of(self, event.id)
    row.well_until = event.well_until
    move(self, row, event.well and "min_healthy" or "checking")
end

function apply.unwell_seen(self, event)
    local evidence = row_of(self, event.id).evidence
    evidence.seen_failing = evidence.seen_failing or event.at
end

function apply.undraining(self, event)
    for _, id in ipairs(event.ids) do
        local row = row_of(self, id)
        row.next_step, row.next_reason, row.is_next_retried = event.outcome, event.reason, event.retried
        row.is_excused = event.excused or row.is_excused
        move(self, row, "undraining", event.reason)
    end
end

function apply.undrained(self, event)
    local row = row_of(self, event.id)
    row.drained = nil
    self.headcount:note(row)
end

function apply.requeued(self, event)
    local row = row_of(self, event.id)
    if event.retried then
        row.retries = row.retries + 1
        decide(self, "%s is asked again: it is proven that it was not rebooted", row.id)
    end
    row.left_at, row.was_seen_leaving, row.asked_at, row.evidence = nil, nil, nil, {}
    row.next_step, row.next_reason, row.is_next_retried = nil, nil, nil
    if row.step ~= "planned" then move(self, row, "planned", event.reason) end
    put_off(self, row)
end

-- Outcomes that a later life does not reopen, unless the operator asks for it.
local IS_RESULT = { done = true, failed = true, uncertain = true }

function apply.ended(self, event)
    local row = row_of(self, event.id)
    row.is_reserved = nil
    row.is_excused = event.excused or row.is_excused
    row.batch = event.batch or row.batch
    leave_queue(self, row)
    move(self, row, event.outcome, event.reason)
    if event.restored then
        retry.restore(self, row)
        self.headcount:note(row)
        if event.restored == "put_off" then self.not_retried = (self.not_retried or 0) + 1 end
        decide(self, "%s is not retried, and stays %s", row.id, event.outcome)
    else
        retry.replace(row)
        thresholds.note(self.tally, event.outcome, row.batch)
    end
    if event.outcome == "failed" or event.outcome == "uncertain" then
        self.failed_ids[#self.failed_ids + 1] = row.id
    end
    if IS_RESULT[event.outcome] and not event.restored then
        self.lives_without_outcome, self.was_touched = 0, true
    end
    if event.took and is_measured(self, row) then self.recoveries:note(event.took) end
end

function apply.inventory(self, event)
    local row = row_of(self, event.id)
    row.gone = event.gone or row.gone
    if event.well then row.is_unwell = nil end
    self.headcount:note(row)
end

-- Applies the next event; returns the state.
function state.apply(self, event)
    if event.seq ~= self.seq + 1 then
        error(("internal error: event %s follows event %d"):format(tostring(event.seq), self.seq), 0)
    end
    self.seq, self.at = event.seq, event.at
    apply[event.kind](self, event)
    return self
end

return state
