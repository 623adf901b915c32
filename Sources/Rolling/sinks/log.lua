-- Writes the events of a roll to the log: for each event one sentence for people, and fields for machines.

local need = ...
local world = need "world"
local text, waits, ending = need "core/text", need "core/waits", need "core/ending"
local calendar, host = need "world/calendar", world.host

local Log = {}
Log.__index = Log

local sink = {}

function sink.new(spec)
    return setmetatable({
        spec = spec, name = spec.name, decisions = 0, tells_debug = host.logs "debug",
        tells_info = host.logs "info",
    }, Log)
end

-- Writes a log line about an event. The message contains what the fields tell, so a line in text form has no
-- fields.
function Log:tell(level, event, message, fields)
    fields = fields or {}
    fields.event, fields.campaign = event, self.name
    host.log(level, ("%s: %s"):format(self.name, message), fields, true)
end

-- MARK: Waits

-- The time after which a wait is logged again, in seconds.
local REPEAT_AFTER = 300

local function wait_words(wait, at)
    local words = wait.words
    if wait.wait_until < math.huge then
        words = ("%s, until %s (%s left)"):format(words, calendar.of_moment(wait.wait_until),
            text.duration(math.max(0, wait.wait_until - at)))
    end
    return wait.how and ("%s; %s"):format(words, wait.how) or words
end

-- Logs what the roll waits for: when the wait begins, and then every REPEAT_AFTER seconds.
function Log:tick(state, at)
    local wait = waits.of(self.spec, state)
    if not wait then return end
    local is_same = self.waits_for == wait.key
    if is_same and at - self.told_at < REPEAT_AFTER then return end
    self.waits_for, self.told_at = wait.key, at
    self:tell("info", "waiting", wait_words(wait, at), {
        reason = wait.reason, text = wait.words, how = wait.how, number = state.batches,
        ["until"] = wait.wait_until < math.huge and calendar.of_moment(wait.wait_until) or nil,
    })
end

-- MARK: Outcomes

local LEVELS = {
    done = "info", failed = "warn", uncertain = "warn", skipped = "info", not_started = "debug",
}

local function outcome_words(row, event)
    local verb = event.restored and "stays " or ""
    local words = ("%s (%s) %s%s"):format(row.name, row.id, verb, ending.titles[event.outcome])
    if event.reason then return ("%s: %s"):format(words, event.reason) end
    if not event.took then return words end
    local proof = row.evidence.proof and ", proof: " .. row.evidence.proof or ""
    return ("%s in %s%s"):format(words, text.duration(event.took), proof)
end

-- MARK: Events

local written = {}

-- Skips the decisions of earlier processes: those processes have logged them.
function written.begun(self, _, state) self.decisions = #state.decisions end

function written.ended(self, event, state)
    local level = LEVELS[event.outcome]
    if level == "debug" and not self.tells_debug or level == "info" and not self.tells_info then return end
    local row = state.by_id[event.id]
    self:tell(level, "ended", outcome_words(row, event), {
        id = row.id, name = row.name, outcome = event.outcome, reason = event.reason, batch = row.batch,
        seconds = event.took and (event.took * 10 + 0.5) // 1 / 10, proof = row.evidence.proof,
    })
end

function written.intent(self, event, state)
    if not self.tells_info then return end
    local count = text.count(#event.ids, "instance")
    self:tell("info", "batch", ("batch %d: reboots %s, %d down"):format(
        event.batch, count, event.down), { batch = event.batch, count = #event.ids, down = event.down })
end

function written.waiting(self, event, state) self:tick(state, event.at) end

function written.question(self, event, state) self:tick(state, event.at) end

-- A wait for blockers or for room consists of many short waits: the end of a short wait does not end it.
function written.waited(self, _, state)
    local is_over = self.waits_for ~= "blockers" and self.waits_for ~= "room"
    if is_over and not state.question then self.waits_for = nil end
end

function written.chosen(self) self.waits_for = nil end

function written.answer(self, event)
    self.waits_for = nil
    if not event.approved then return end
    self:tell("info", "approved", ("approved (by %s): %s"):format(event.by, event.subject), {
        subject = event.subject, by = event.by,
    })
end

function written.note(self, event)
    if event.stalled then self:tell("warn", "stalled", event.text, { text = event.text }) end
end

function written.canary(self)
    if not self.has_told_canary then self:tell("info", "canary", "the canary is healthy") end
    self.has_told_canary = true
end

function written.stopping(self, event, state)
    local busy = state.headcount.busy
    local in_flight = text.count(busy, "instance")
    local rest = busy > 0 and ("; %s in flight, followed to the end"):format(in_flight) or ""
    self:tell("warn", "stopping", ("stopped: %s%s"):format(event.text, rest), {
        by = event.by, reason = event.text, in_flight = busy,
    })
end

function written.closed(self, event, state)
    local totals = ending.totals(state)
    local fields = { exit_code = event.exit_code, left = event.left, total = #state.rows }
    for outcome, count in next, totals do fields[outcome] = count end
    fields.seconds = (state.at - state.began) // 1
    self:tell(event.exit_code == 0 and "info" or "warn", "closed",
        ("ended with exit code %d: %s"):format(event.exit_code, ending.words(totals)), fields)
end

function Log:take(event, state)
    local write = written[event.kind]
    if write then write(self, event, state) end
    if self.tells_debug then
        for i = self.decisions + 1, #state.decisions do
            self:tell("debug", "decision", state.decisions[i].text)
        end
    end
    self.decisions = #state.decisions
end

return sink
