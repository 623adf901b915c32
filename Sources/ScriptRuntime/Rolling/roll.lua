-- One roll: what it knows, what is recorded of it, and its course from start to report.

local rehearse = rehearse
local host, zec, parts, clock, try, task, log, progress, script = ...

local Roll = {}
Roll.__index = Roll

local roll = {}

-- MARK: Making one

local function records_of(spec, rows)
    local records = {}
    for i, row in ipairs(rows) do
        local record = parts.way.new(row)
        record.group, record.retries, record.attempts = parts.pace.group_of(spec, row), 0, 0
        records[i] = record
    end
    return parts.pace.arrange(spec, records)
end

function roll.new(spec, rows, notes)
    local self = setmetatable({
        spec = spec, records = records_of(spec, rows), decisions = {}, tally = parts.thresholds.new(),
        boots = parts.measurements.new(), recoveries = parts.measurements.new(),
        batches = 0, peak = 0, escalations = 0, checkpoints_passed = 0, closed_seconds = 0, began = clock(),
    }, Roll)
    self.plan, self.numbers = parts.plan.make(spec, self.records, notes, not host.is_terminal())
    self.headcount = parts.headcount.new(self.records)
    self.checker = parts.health.new(spec.health_check)
    self.evidence = parts.evidence.new(spec.verify)
    self.availability = parts.availability.new(self.records, self.headcount, self.checker)
    self.admission = parts.admission.new(self)
    self.gates = parts.gates.new(spec, function() return self.recoveries:percentile(95) end)
    self.poller = parts.poller.new(spec.poll, function() return self.boots:percentile(10) or 0 end)
    self.notifier = parts.notify.new(spec.notify)
    return self
end

-- MARK: What is recorded

-- The one door through which every step goes, before its effect: a durable journal hangs here one day.
function Roll:record(record, step, reason)
    local from, was_under_way = record.step, parts.way.is_in_flight(record)
    parts.way.move(record, step, self:elapsed(), reason)
    record.is_reserved = nil
    self.headcount:moved(record, from)
    local may_be_down = was_under_way and not parts.way.is_in_flight(record) and step ~= "done"
    if may_be_down then self.availability:forget() end
    if not parts.way.is_over(record) then return end
    if rehearse.active() then rehearse.outcome(record.id, step) end
    parts.thresholds.note(self.tally, step)
    self:show()
end

-- Seconds since the roll began.
function Roll:elapsed() return clock() - self.began end

-- The same without the time in which it waited for the window.
function Roll:open_seconds() return self:elapsed() - self.closed_seconds end

-- Keeps room for one that was chosen, until its next step or until it is given back.
function Roll:reserve(record)
    record.is_reserved = true
    self.headcount:note(record)
end

function Roll:release(record)
    record.is_reserved = nil
    self.headcount:note(record)
end

-- Leaves one out because the script wanted it so: that is no failure.
function Roll:excuse(record, reason)
    record.is_excused = true
    self:record(record, "skipped", reason)
end

function Roll:decide(text, ...)
    text = text:format(...)
    self.decisions[#self.decisions + 1] = { at = self:elapsed(), text = text }
    log.debug("%s", text)
end

function Roll:begin_batch()
    self.batches, self.is_stalled, self.no_room_since = self.batches + 1, false, nil
    parts.thresholds.begin_batch(self.tally)
end

function Roll:note_down(count) self.peak = math.max(self.peak, count) end

-- MARK: What is told

function Roll:show()
    local counts = self.headcount
    self.line:update {
        total = #self.records - counts:at "skipped", done = counts:at "done", in_flight = counts.busy,
        failed = counts:at "failed" + counts:at "uncertain",
    }
end

-- What is told to others stands in the log as well, where it is more than the end, which the report tells.
local IS_LOGGED = { start = true, canary_ok = true, stalled = true }

function Roll:tell(event, text, fields)
    if IS_LOGGED[event] then log.info("%s: %s", self.spec.name, text) end
    self.notifier:tell(event, self.spec.name, ("%s: %s"):format(self.spec.name, text), fields)
end

-- MARK: Stopping

function Roll:is_stopping() return script.stopping() or host.is_cancelled() end

function Roll:goes_on() return not self.stopped and not self:is_stopping() end

-- Begins nothing any more; what is in flight is finished.
function Roll:stop(kind, reason)
    if self.stopped then return end
    self.stopped = { by = kind, reason = reason }
    self:decide("stopped: %s", reason)
    log.warn("%s: stopped: %s", self.spec.name, reason)
    self:tell("stopped", "stopped: " .. reason)
end

-- Time left below this is no time: resting so short might not move a clock at all.
local RESOLUTION = 1e-6

-- Waits for a while, but no longer than nobody asks to stop.
function Roll:pause(seconds)
    local deadline = clock() + seconds
    while deadline - clock() > RESOLUTION and not self:is_stopping() do
        host.rest("a pause of the roll", deadline - clock())
    end
end

-- MARK: The course

-- Leaves out those that were booted lately, by what the monitoring measured; where it says nothing they are rebooted.
local function skip_recently_booted(self)
    local limit = self.spec.skip_if_booted_since
    if not limit then return end
    task.each(self.records, function(record)
        local seconds = try(zec.uptime, record.id)
        if type(seconds) == "number" and seconds <= limit then
            self:excuse(record, ("was booted %s ago"):format(host.duration_text(seconds)))
        end
    end, { concurrency = 32 })
end

-- Rolls, and returns the report.
function Roll:run()
    self.poller:start()
    self.notifier:start()
    self.line = progress { what = self.spec.name, total = #self.records }
    self:tell("start", ("%d instances, at most %d down at a time"):format(#self.records, self.numbers.max_unavailable))
    local ok, err = pcall(function()
        if self.spec.start_jitter > 0 then self:pause(host.random() * self.spec.start_jitter) end
        skip_recently_booted(self)
        parts.modes[self.spec.mode](self)
    end)
    local made = parts.conclusion.make(self)
    if not ok then error(err, 0) end
    return made
end

return roll
