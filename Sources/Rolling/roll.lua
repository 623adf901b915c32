-- One roll: what it knows, what is recorded of it, and its course from start to report.

local rehearse = rehearse
local host, zec, parts, clock, try, task, log, progress, script, array = ...

local Roll = {}
Roll.__index = Roll

local roll = {}

-- MARK: Making one

local function records_of(spec, rows)
    local records, has_group = {}, #rows == 0 or spec.group_by == nil
    for i, row in ipairs(rows) do
        local record = parts.way.new(row)
        local group, problem = parts.pace.group_of(spec, row)
        if problem then parts.specification.refuse("group_by: %s", problem) end
        record.group, record.retries, record.attempts = group, 0, 0
        has_group = has_group or group ~= ""
        records[i] = record
    end
    if not has_group then parts.specification.refuse("group_by: no instance has '%s'", tostring(spec.group_by)) end
    return parts.pace.arrange(spec, records)
end

function roll.new(spec, rows, notes)
    local self = setmetatable({
        spec = spec, records = records_of(spec, rows), decisions = array(), tally = parts.thresholds.new(),
        boots = parts.measurements.new(), recoveries = parts.measurements.new(),
        batches = 0, choices = 0, peak = 0, escalations = 0, approved_up_to = 0, closed_seconds = 0, began = clock(),
    }, Roll)
    self.plan, self.numbers = parts.plan.make(spec, self.records, notes, not host.is_terminal())
    if #rows > 0 and self.numbers.max_unavailable < 1 then
        parts.specification.refuse("min_healthy leaves nobody who may be down of %d: nothing would ever be rebooted", #rows)
    end
    self.headcount = parts.headcount.new(self.records)
    self.checker = parts.health.new(spec.health_check)
    self.evidence = parts.evidence.new(spec.verify)
    self.availability = parts.availability.new(self.records, self.headcount, self.checker)
    self.admission = parts.admission.new(self)
    self.gates = parts.gates.new(spec, function() return self.recoveries:percentile(95) end)
    self.poller = parts.poller.new(spec.poll, function() return self.boots:percentile(10) or 0 end)
    self.notifier = parts.notify.new(spec.notify)
    self.before_reboots = parts.interruption.new(function() return self:is_ending() end)
    self.last_look = parts.interruption.new(function() return self:is_stopping() end)
    return self
end

-- MARK: What is recorded

-- The steps after which a failed instance has rebooted, or was done and is not well any more.
local HAS_REBOOTED = {
    accepted = true, ambiguous = true, leaving = true, returning = true, verifying = true, checking = true, min_healthy = true,
    done = true,
}

-- The one door through which every step goes, before its effect: a durable journal hangs here one day.
function Roll:record(record, step, reason)
    local from, was_under_way = record.step, parts.way.is_in_flight(record)
    parts.way.move(record, step, self:elapsed(), reason)
    record.is_reserved = nil
    if step == "failed" then record.is_unwell = HAS_REBOOTED[from] end
    self.headcount:moved(record, from)
    local may_be_down = was_under_way and not parts.way.is_in_flight(record) and step ~= "done"
    if may_be_down then self.availability:forget() end
    if not parts.way.is_over(record) then return end
    if rehearse.active() then rehearse.outcome(record.id, step) end
    parts.thresholds.note(self.tally, step, record.batch)
    if step == "failed" or step == "uncertain" then self:tell_of_failure(record) end
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
end

function Roll:note_down(count) self.peak = math.max(self.peak, count) end

-- MARK: What is told

function Roll:show()
    if not self.line then return end -- a dry run has none
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

-- So many are told of one by one; who else failed stands in the report.
local FAILURES_TOLD = 20

function Roll:tell_of_failure(record)
    if self.tally.failures > FAILURES_TOLD then return end
    self:tell("failure", ("%s is %s: %s"):format(record.name, record.step, record.reason or "no reason"), { id = record.id })
end

-- MARK: Stopping

-- Whether the run was asked to stop, or the roll's own task is to end. Tasks of the roll ask here: the shield around the roll keeps
-- the cancellation from them.
function Roll:is_stopping()
    return script.stopping() or host.is_cancelled() or self.slot ~= nil and host.is_cancelled(self.slot, self.serial)
end

function Roll:goes_on() return not self.stopped and not self:is_stopping() end

-- Whether nothing is begun any more, whatever else holds: work that only prepares a reboot ends then.
function Roll:is_ending() return self:is_stopping() or self.gates:seconds_to_deadline() <= 0 end

-- Asks a function of the script something before a reboot: true and its answer; false and why it failed; nil when the roll ends first.
function Roll:ask(limit, fn, ...)
    local answer = table.pack(self.before_reboots:run("a question", parts.question.ask, limit, fn, ...))
    if answer[1] == false then return nil, "the roll is stopping" end
    return table.unpack(answer, 2, answer.n)
end

-- A view of who is down; nil and why not where the cloud can't say in time, or the roll ends first.
function Roll:look(method, age)
    local availability = self.availability
    local went_on, view, problem = self.before_reboots:run("a look at all instances", availability[method], availability, age,
        self.spec.blocker_deadline)
    if not went_on then return nil, "the roll is stopping" end
    return view, problem
end

-- Begins nothing any more; what is in flight is finished.
function Roll:stop(kind, reason)
    if self.stopped then return end
    self.stopped = { by = kind, reason = reason }
    self:decide("stopped: %s", reason)
    log.warn("%s: stopped: %s", self.spec.name, reason)
    -- Where nothing is in flight the end follows at once, and tells it.
    if self.headcount.busy > 0 then self:tell("stopped", ("stopping: %s; %d in flight"):format(reason, self.headcount.busy)) end
end

-- Stops because that was asked for: by a signal, a time limit or a cancellation.
function Roll:stop_as_asked()
    if script.stopping() then return self:stop("signal", "the run was asked to stop") end
    self:stop("cancelled", "its task was cancelled or timed out")
end

-- Kinds of errors that are mistakes of the program, or end more than this roll.
local IS_RAISED = { internal = true, usage = true, deadlock = true, memory = true, output = true }

-- An error that the roll can't go on with. One of the cloud is told by the report; any other is raised after the report.
function Roll:fail(err)
    local is_told = type(err) == "table" and type(err.kind) == "string" and not IS_RAISED[err.kind] and not host.ends_task(err)
    if not is_told then self.error = self.error or err end
    if self:is_stopping() then return self:stop_as_asked() end
    self:stop("error", parts.report.text_of(err))
end

-- Ends an instance that can't be followed any further.
function Roll:abandon(record, reason)
    local was_untouched = record.step == "draining" or record.step == "rejected"
        or record.step == "undraining" and not record.left_at
    self:record(record, was_untouched and "failed" or "uncertain", reason)
end

-- Time left below this is no time: resting so short might not move a clock at all.
local RESOLUTION = 1e-6

local function names_in_flight(self)
    local names = {}
    for _, record in ipairs(self.records) do
        if parts.way.is_in_flight(record) then names[#names + 1] = record.name end
    end
    return names
end

-- At the deadline and at a request to stop, ends what only prepares reboots. At a request to stop it also names the instances that are
-- in flight: a second request ends the program before the report.
local function watch_for_the_end(self)
    host.daemon() -- the roll does not wait for it
    while not self:is_stopping() do
        local left = self.gates:seconds_to_deadline()
        if left <= 0 then self.before_reboots:end_all() end
        host.rest("a request to stop", left > 0 and math.max(math.min(left, 3600), 0.001) or 3600)
    end
    self.before_reboots:end_all()
    self.last_look:end_all()
    local names = names_in_flight(self)
    if #names > 0 then log.warn("%s: in flight: %s", self.spec.name, table.concat(names, ", ", 1, math.min(#names, 100))) end
end

-- Waits for `seconds`; returns early at a request to stop.
function Roll:pause(seconds)
    local deadline = clock() + seconds
    while deadline - clock() > RESOLUTION and not self:is_stopping() do
        host.rest("a pause of the roll", deadline - clock())
    end
end

-- Waits for `seconds`; returns early at the deadline or at a request to stop.
function Roll:wait(seconds) self:pause(math.min(seconds, self.gates:seconds_to_deadline())) end

-- MARK: The course

-- Leaves out those that were booted lately, by what the monitoring measured; where it says nothing they are rebooted.
local function skip_recently_booted(self)
    local limit = self.spec.skip_if_booted_since
    if not limit then return end
    self.before_reboots:run("the uptimes", task.each, self.records, function(record)
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
    self.slot, self.serial = host.current_task()
    local watcher = task.spawn("watcher", watch_for_the_end, self)
    self:decide("began with the plan %s", self.plan.hash)
    self:tell("start", ("%d %s, at most %d down at a time"):format(#self.records,
        #self.records == 1 and "instance" or "instances", self.numbers.max_unavailable))
    local ok, err = pcall(function()
        if self.spec.start_jitter > 0 then self:wait(host.random() * self.spec.start_jitter) end
        skip_recently_booted(self)
        parts.modes[self.spec.mode](self)
    end)
    if not ok then self:fail(err) end
    local made = parts.conclusion.make(self)
    watcher:cancel("the roll is over")
    if self.error then error(self.error, 0) end
    return made
end

return roll
