-- A roll: batch after batch, or as a sliding window, through gates and limits, to a report.

local rehearse = rehearse
local host, zec, parts, clock, sleep, try, task, log, progress, script, print = ...
local way, pace, thresholds, availability, gates, report, follow =
    parts.way, parts.pace, parts.thresholds, parts.availability, parts.gates, parts.report, parts.instance_roll.follow

local Roll = {}
Roll.__index = Roll

local roll = {}

-- How old what is known of all others may be when a reboot is asked for, and how long the request may wait then.
local VIEW_AGE, REQUEST_WITHIN = 10, 10

-- So often one whose request the cloud would not take is tried again.
local ATTEMPTS = 5

-- MARK: Making one

function roll.new(spec, rows, notes)
    local self = setmetatable({
        spec = spec, records = {}, decisions = {}, tally = thresholds.new(), peak = 0, escalations = 0, position = 0,
        boots = {}, heals = {}, batches = 0, in_flight = 0, began = clock(), returned = {},
    }, Roll)
    local at = 0
    for i, row in ipairs(rows) do
        local record = way.new(row, at)
        record.group, record.retries, record.attempts = pace.group_of(spec, row), 0, 0
        self.records[i] = record
    end
    self.records = pace.arrange(spec, self.records)
    self.plan, self.numbers = parts.plan.make(spec, self.records, notes, not host.is_terminal())
    self.checker = parts.health.new(spec.health_check)
    self.evidence = parts.evidence.new(spec.verify)
    self.availability = availability.new(self.records, self.checker)
    self.gates = gates.new(spec, function() return self:percentile(self.heals, 95) end)
    self.poller = parts.poller.new(spec.poll, function() return self:percentile(self.boots, 10) or 0 end)
    self.notifier = parts.notify.new(spec.notify)
    return self
end

-- MARK: What is recorded

-- The one door through which every step goes, before its effect: a durable journal hangs here one day.
function Roll:record(record, step, reason)
    local was_in_flight = way.is_in_flight(record)
    way.move(record, step, clock() - self.began, reason)
    local is_in_flight = way.is_in_flight(record)
    if was_in_flight ~= is_in_flight then self.in_flight = self.in_flight + (is_in_flight and 1 or -1) end
    if way.is_over(record) then
        if rehearse.active() then rehearse.outcome(record.id, step) end
        thresholds.note(self.tally, step)
        self:show()
    end
end

function Roll:decide(text, ...)
    text = text:format(...)
    self.decisions[#self.decisions + 1] = { at = clock() - self.began, text = text }
    log.debug("%s", text)
end

function Roll:note_boot(seconds) table.insert(self.boots, seconds) end

function Roll:note_healthy(seconds) table.insert(self.heals, seconds) end

-- Of the measured times one that so many in a hundred do not exceed; nil while too few were measured.
function Roll:percentile(times, percent)
    if #times < 3 then return nil end
    local sorted = table.move(times, 1, #times, 1, {})
    table.sort(sorted)
    return sorted[math.max(1, math.ceil(#sorted * percent / 100))]
end

local function counted(self)
    local done, failed = 0, 0
    for _, record in ipairs(self.records) do
        if record.step == "done" then done = done + 1 end
        if record.step == "failed" or record.step == "uncertain" then failed = failed + 1 end
    end
    return done, failed
end

function Roll:show()
    if not self.line then return end
    local done, failed = counted(self)
    self.line:update { done = done, in_flight = self.in_flight, failed = failed }
end

function Roll:tell(event, text, fields)
    self.notifier:tell(event, self.spec.name, ("%s: %s"):format(self.spec.name, text), fields)
end

-- MARK: Stopping

local function is_stopping() return script.stopping() or host.is_cancelled() end

function Roll:stop(kind, reason)
    if self.stopped then return end
    self.stopped = { by = kind, reason = reason }
    self:decide("stopped: %s", reason)
    if kind ~= "end" then
        log.warn("%s: stopped: %s", self.spec.name, reason)
        self:tell("stopped", "stopped: " .. reason)
    end
end

-- Waits for a while, but no longer than nobody asks to stop.
function Roll:pause(seconds)
    local deadline = clock() + seconds
    while clock() < deadline and not is_stopping() do sleep(math.min(1, deadline - clock())) end
end

local function wait_for_approval(self, approve, what, timeout)
    self:tell("checkpoint", "waits for approval: " .. what)
    log.info("%s: waits for approval: %s", self.spec.name, what)
    local deadline = clock() + timeout
    while not is_stopping() do
        if gates.is_approved(approve, what) then
            self:decide("approved: %s", what)
            return true
        end
        if clock() >= deadline then return false end
        self:pause(math.min(5, math.max(deadline - clock(), 0.1)))
    end
    return false
end

local function too_much_failed(self)
    local reason = thresholds.reason(self.tally, self.spec, #self.records)
    if not reason or self.spec.on_failure == "continue" then return end
    if self.forgiven and self.forgiven >= self.tally.failures then return end
    if self.spec.on_failure == "pause" then
        if wait_for_approval(self, self.spec.approve, reason, self.spec.pause_timeout) then
            self.forgiven = self.tally.failures
            return
        end
    end
    self:stop("failures", reason)
end

-- MARK: Gates

local function within_window(self)
    local reason, wait = self.gates:window_problem()
    if not reason then return true end
    if self.spec.outside == "wait" and wait then
        self:decide("%s; it opens in %s", reason, host.duration_text(wait))
        self:pause(wait + 1)
        return within_window(self)
    end
    self:stop("window", reason)
    return false
end

local function planned_ids(self)
    local ids = {}
    for _, record in ipairs(self.records) do
        if record.step == "planned" then ids[#ids + 1] = record.id end
    end
    return ids
end

local function unblocked(self)
    if not self.spec.blockers then return true end
    local deadline = clock() + self.spec.blocker_deadline
    local told
    while true do
        local reason = self.gates:blocked(planned_ids(self))
        if not reason then return true end
        if reason ~= told then
            self:decide("blocked: %s", reason)
            log.info("%s: blocked: %s", self.spec.name, reason)
            told = reason
        end
        if is_stopping() then return false end
        if clock() + self.spec.blocker_retry > deadline then
            self:stop("blocked", "blocked: " .. reason)
            return false
        end
        self:pause(self.spec.blocker_retry)
    end
end

local function past_checkpoints(self)
    local checkpoint = self.spec.checkpoint
    if not checkpoint then return true end
    self.checkpoints = self.checkpoints or 0
    local amount = checkpoint.at[self.checkpoints + 1]
    local done = counted(self)
    if not amount or done < parts.amounts.down(amount, #self.records) then return true end
    self.checkpoints = self.checkpoints + 1
    local what = ("checkpoint %s: %d of %d are done"):format(parts.amounts.text(amount), done, #self.records)
    if wait_for_approval(self, checkpoint.approve or self.spec.approve, what, checkpoint.timeout) then return true end
    if checkpoint.on_timeout == "continue" then return true end
    self:stop("checkpoint", "nobody approved: " .. what)
    return false
end

-- Whether another batch may begin now; waits where that helps.
local function may_begin(self)
    too_much_failed(self)
    if self.stopped then return false end
    if is_stopping() then
        self:stop("signal", "the run was asked to stop")
        return false
    end
    if self.gates.deadline and clock() >= self.gates.deadline then
        self:stop("deadline", "the deadline has come")
        return false
    end
    return past_checkpoints(self) and within_window(self) and unblocked(self) and not self.stopped and not is_stopping()
end

-- MARK: Choosing

local function skip(self, record, reason) self:record(record, "skipped", reason) end

-- Why one that is planned is not to be rebooted after all; raises nothing, for whatever errs blocks.
local function ask_only_if(self, record)
    local only_if = self.spec.only_if
    if not only_if then return true end
    local ok, answer = pcall(only_if, record.row)
    if not ok and host.ends_task(answer) then error(answer, 0) end
    if ok and answer == true then return true end
    if ok and answer == false then
        record.is_excused = true
        skip(self, record, "only_if says no")
    else
        self:record(record, "failed", "only_if must answer true or false: " .. (ok and type(answer) or tostring(answer)))
    end
    return false
end

local function next_planned(self)
    local record = table.remove(self.returned, 1)
    if record then return record end
    while self.position < #self.records do
        self.position = self.position + 1
        record = self.records[self.position]
        if record.step == "planned" then return record end
    end
    return nil
end

local function put_off(self, record) table.insert(self.returned, record) end

-- The next ones that there is room for, by what is known of all: those that are down already take room first.
local function choose(self, view, size)
    local limit, chosen, later = self.numbers.max_unavailable, {}, {}
    local total, groups = availability.count(self.records, view)
    local group_limit = self.spec.max_unavailable_per_group
    while #chosen < size and total <= limit do
        local record = next_planned(self)
        if not record then break end
        local status = view.status[record.id]
        local is_running = status == nil or status == "RUNNING"
        local counts = view.down[record.id] ~= nil
        local group = groups[record.group] or 0
        if record.gone then
            skip(self, record, "is not in the inventory any more")
        elseif not is_running then
            skip(self, record, "is " .. status .. ", not RUNNING")
        elseif (not counts and total >= limit) or (group_limit and not counts and group >= group_limit)
            or (group_limit and counts and group > group_limit) then
            later[#later + 1] = record
            if not group_limit or total >= limit then break end
            if #later > 1000 then break end
        elseif ask_only_if(self, record) then
            if not counts then
                total = total + 1
                groups[record.group] = group + 1
            end
            chosen[#chosen + 1] = record
        end
    end
    table.move(later, 1, #later, 1, later)
    for i = #later, 1, -1 do table.insert(self.returned, 1, later[i]) end
    return chosen
end

-- MARK: Drained and put back

local function call_hook(self, name, record)
    local hook = self.spec[name]
    if not hook then return true end
    local _, err = try(task.timeout, self.spec.drain_timeout, hook, record.id, record.row)
    if not err then return true end
    return false, type(err) == "table" and err.message or tostring(err)
end

-- Puts one that was not rebooted back as it was.
local function give_back(self, record, step, reason)
    if record.drained then
        local ok, why = call_hook(self, "undrain", record)
        if ok then record.drained = nil else reason = ("%s; it could not be put back: %s"):format(reason or step, why) end
        if not ok then step = "failed" end
    end
    if step ~= record.step then self:record(record, step, reason) end
    if step == "planned" then put_off(self, record) end
end

-- The last step of one that is well: back into load, and done.
function Roll:put_back(record)
    self:record(record, "undraining")
    local ok, why = call_hook(self, "undrain", record)
    if not ok then return self:record(record, "failed", "could not be put back into load: " .. why) end
    record.drained = nil
    self:record(record, "done")
end

local function drain(self, record)
    if not self.spec.drain then return true end
    self:record(record, "draining")
    record.drained = true
    local ok, why = call_hook(self, "drain", record)
    if ok then return true end
    if self.spec.on_drain_timeout == "force" then
        self:decide("%s goes on without being drained: %s", record.id, why)
        return true
    end
    record.drained = true -- nobody knows how far it came: it is put back
    give_back(self, record, self.spec.on_drain_timeout == "abort" and "failed" or "skipped", "could not be drained: " .. why)
    return false
end

local function drain_all(self, batch)
    if not self.spec.drain then return batch end
    local drained = {}
    local ok = task.map(batch, function(record) return drain(self, record) end)
    for i, record in ipairs(batch) do
        if ok[i] then drained[#drained + 1] = record end
    end
    return drained
end

-- MARK: Asking

-- What the answer says of each instance.
local function verdicts(batch, answer, err)
    local said = {}
    if err then
        local certain = type(err) == "table" and err.kind ~= "unknown"
        for _, record in ipairs(batch) do
            said[record.id] = {
                kind = certain and "rejected" or "ambiguous", retryable = type(err) == "table" and err.retryable,
                reason = type(err) == "table" and ("%s [%s]"):format(err.message, err.code or err.kind) or tostring(err),
            }
        end
        return said
    end
    for _, id in ipairs(answer.accepted) do said[id] = { kind = "accepted" } end
    for _, id in ipairs(answer.uncertain) do
        said[id] = { kind = "ambiguous", reason = answer.uncertain_cause }
    end
    for _, failed in ipairs(answer.failed) do
        said[failed.id] = {
            kind = "rejected", retryable = failed.retryable, reason = ("%s [%s]"):format(failed.message, failed.code),
        }
    end
    return said
end

local function ask(self, batch, answer, entries)
    local ids = {}
    for i, record in ipairs(batch) do ids[i] = record.id end
    local result, err = try(zec.reboot, ids, { within = REQUEST_WITHIN })
    answer.verdicts, answer.over = verdicts(batch, result, err), true
    for _, entry in ipairs(entries) do self.poller:nudge(entry) end
end

local function take_back(self, record, rejected)
    record.attempts = record.attempts + 1
    if rejected.retryable and record.attempts < ATTEMPTS then
        return give_back(self, record, "planned")
    end
    give_back(self, record, "failed", rejected.reason)
end

-- One instance of a batch, to its end.
local function follow_one(self, record, entry, answer)
    local outcome = follow(self, record, entry, answer)
    self.poller:forget(entry)
    if type(outcome) == "table" then return take_back(self, record, outcome) end
    if outcome == "again" then
        self:record(record, "intent")
        local again, watched = { over = false }, self.poller:watch(record.id)
        task.spawn("ask again", ask, self, { record }, again, { watched })
        return follow_one(self, record, watched, again)
    end
end

-- Asks for the reboots of a batch, or of each of them after the other, and follows every one to its end.
local function reboot(self, batch)
    local step = self.spec.stagger > 0 and 1 or #batch
    local followed = task.group({}, function(group)
        for first = 1, #batch, step do
            if first > 1 then sleep(self.spec.stagger) end
            local part = table.move(batch, first, math.min(first + step - 1, #batch), 1, {})
            local answer, entries = { over = false }, {}
            for i, record in ipairs(part) do
                self:record(record, "intent")
                entries[i] = self.poller:watch(record.id)
            end
            group:spawn("ask", ask, self, part, answer, entries)
            for i, record in ipairs(part) do
                group:spawn(record.name, follow_one, self, record, entries[i], answer)
            end
        end
    end)
    return followed
end

-- MARK: A batch

-- Those of a batch that may still be rebooted, by a view of all others; the rest goes back.
local function still_allowed(self, batch, view)
    local except = {}
    for _, record in ipairs(batch) do except[record.id] = true end
    local others, groups = availability.count(self.records, view, except)
    local allowed, group_limit = {}, self.spec.max_unavailable_per_group
    for _, record in ipairs(batch) do
        local status = view.status[record.id]
        local group = groups[record.group] or 0
        if record.gone then
            give_back(self, record, "skipped", "is not in the inventory any more")
        elseif status and status ~= "RUNNING" then
            give_back(self, record, "skipped", "is " .. status .. ", not RUNNING")
        elseif others + #allowed + 1 > self.numbers.max_unavailable or (group_limit and group + 1 > group_limit) then
            give_back(self, record, "planned")
        else
            allowed[#allowed + 1] = record
            groups[record.group] = group + 1
        end
    end
    self.peak = math.max(self.peak, #allowed > 0 and others + #allowed or 0)
    return allowed
end

local function give_all_back(self, batch)
    for _, record in ipairs(batch) do give_back(self, record, "planned") end
end

-- Drains, takes evidence, looks once more at everything, and reboots.
local function run_batch(self, batch)
    batch = drain_all(self, batch)
    if #batch == 0 then return end
    self.evidence:read_before(batch, task.each)
    local view, problem = self.availability:fresh(VIEW_AGE, self.spec.blocker_deadline)
    if not view then
        self:stop("blocked", "nobody can say who is down: " .. problem)
        return give_all_back(self, batch)
    end
    local window = self.gates:window_problem()
    if window or is_stopping() then
        if window then self:stop("window", window) end
        return give_all_back(self, batch)
    end
    batch = still_allowed(self, batch, view)
    if #batch == 0 then return end
    self:show()
    reboot(self, batch)
end

-- MARK: Batch after batch

local function bake(self, seconds)
    if seconds > 0 then self:pause(seconds) end
end

local function after_batch(self)
    if self.spec.canary and self.batches == 1 and self.tally.failures == 0 then
        bake(self, self.spec.canary.bake_time)
        self:tell("canary_ok", "the canary is well")
        local approve = self.spec.canary.approve
        if approve and not wait_for_approval(self, approve, "the canary is well", self.spec.pause_timeout) then
            self:stop("checkpoint", "nobody approved after the canary")
        end
    else
        bake(self, self.spec.bake_time)
    end
end

-- Nobody may be taken down now: waits until somebody may, but not for ever.
local function no_room(self, since)
    if clock() - since >= self.spec.blocker_deadline then
        self:stop("blocked", ("%d may be down, and as many are"):format(self.numbers.max_unavailable))
        return
    end
    self:pause(self.spec.blocker_retry)
end

local function has_planned(self)
    if #self.returned > 0 then return true end
    while self.position < #self.records do
        if self.records[self.position + 1].step == "planned" then return true end
        self.position = self.position + 1
    end
    return false
end

local function look(self)
    local view, problem = self.availability:fresh(math.huge, self.spec.blocker_deadline)
    if not view then self:stop("blocked", "nobody can say who is down: " .. problem) end
    return view
end

local function roll_in_batches(self)
    local since = clock()
    while has_planned(self) and may_begin(self) do
        local view = look(self)
        if not view then return end
        local batch = choose(self, view, pace.size(self.numbers, self.batches + 1))
        if #batch > 0 then
            self.batches = self.batches + 1
            thresholds.begin_batch(self.tally)
            run_batch(self, batch)
            self:show()
            too_much_failed(self)
            if not self.stopped and not is_stopping() then after_batch(self) end
            since = clock()
        elseif has_planned(self) then
            no_room(self, since)
        end
    end
end

-- As one comes back, the next one goes: several small batches at the same time.
local function roll_as_window(self)
    local running, since = 0, clock()
    task.group({}, function(group)
        while has_planned(self) or running > 0 do
            local begun = false
            if has_planned(self) and may_begin(self) then
                local view = look(self)
                local size = pace.size(self.numbers, self.batches + 1) - self.in_flight
                local batch = view and size > 0 and choose(self, view, size) or {}
                if #batch > 0 then
                    self.batches, begun, since = self.batches + 1, true, clock()
                    running = running + 1
                    for _, record in ipairs(batch) do record.is_starting = true end
                    group:spawn("batch " .. self.batches, function()
                        run_batch(self, batch)
                        running = running - 1
                    end)
                    if self.spec.canary and self.batches == 1 then
                        while running > 0 do sleep(1) end
                        if not self.stopped then after_batch(self) end
                    end
                elseif running == 0 and has_planned(self) and not self.stopped then
                    no_room(self, since)
                end
            elseif running == 0 then
                return
            end
            if not begun and running > 0 then sleep(1) end
        end
    end)
    if not self.stopped and not is_stopping() then bake(self, self.spec.bake_time) end
end

-- MARK: The end

-- A last look at all that are done: who is not well any more was not done.
local function last_look(self)
    local done = {}
    for _, record in ipairs(self.records) do
        if record.step == "done" then done[#done + 1] = record end
    end
    if #done == 0 then return end
    local view, problem = self.availability:fresh(VIEW_AGE * 2, 300, true)
    for _, record in ipairs(done) do
        if not view then
            self:record(record, "uncertain", "was done, but could not be looked at again: " .. problem)
        elseif record.gone or view.down[record.id] then
            local now = record.gone and "is not in the inventory any more" or view.down[record.id]
            self:record(record, "failed", "was well after its reboot, and now " .. now)
        end
    end
end

local function settle_the_rest(self)
    for _, record in ipairs(self.records) do
        if record.step == "planned" then
            self:record(record, "not_started", self.stopped and self.stopped.reason or "the run ended")
        elseif way.is_in_flight(record) then
            local is_untouched = record.step == "draining" or record.step == "rejected"
            self:record(record, is_untouched and "failed" or "uncertain", "nobody looked to the end")
        end
    end
end

local function conclude(self)
    last_look(self)
    settle_the_rest(self)
    self.poller:close()
    local totals = report.totals(self.records)
    local code = report.exit_code(totals, self.stopped and self.stopped.by)
    if code == 0 then
        for _, record in ipairs(self.records) do
            if record.step == "skipped" and not record.is_excused then code = 8 end
        end
    end
    local made = report.make(self, totals, code, clock() - self.began)
    if self.line then self.line:finish() end
    report.print(self.records, totals, clock() - self.began)
    if self.stopped and self.stopped.by ~= "end" then print("stopped: " .. self.stopped.reason) end
    if self.spec.report then report.write(made, self.spec.report) end
    local text = ("%d done, %d failed, %d uncertain, %d skipped, %d not started"):format(
        totals.done, totals.failed, totals.uncertain, totals.skipped, totals.not_started)
    self:tell(code == 0 and "done" or code == 7 and "not_run" or "failure", text, { totals = totals, exit_code = code })
    self.notifier:close()
    return made
end

-- Rolls, and returns the report.
function Roll:run()
    self.poller:start()
    self.notifier:start()
    self.line = progress { what = self.spec.name, total = #self.records }
    self:tell("start", ("%d instances, at most %d down at a time"):format(#self.records, self.numbers.max_unavailable))
    if self.spec.start_jitter > 0 then self:pause(host.random() * self.spec.start_jitter) end
    local run = self.spec.mode == "rolling" and roll_as_window or roll_in_batches
    local ok, err = pcall(run, self)
    local made = conclude(self)
    if not ok then error(err, 0) end
    return made
end

return roll
