-- Ends a roll: looks a last time at the instances that are done, gives every instance an outcome, and makes
-- the report.

local need = ...
local world = need "world"
local host, clock, log, task, try = world.host, world.clock, world.log, world.task, world.try
local ending, permission, second_look = need "core/ending", need "core/permission", need "core/second_look"
local campaign, failures, report = need "core/campaign", need "core/failures", need "sinks/report"

local conclusion = {}

-- In seconds: the limit for the age of the last look, the time limit of its retries, and how long a good
-- health check counts.
local LAST_LOOK_AGE, LAST_LOOK_PATIENCE, LAST_LOOK_KEEPS = 20, 300, 5

-- The time limit of the last look after a request to stop, in seconds.
local PATIENCE_AT_A_STOP = 6

-- Looks for a few seconds after a request to stop. On a timeout, returns the statuses without the missing
-- health checks; without statuses, returns nil and the error.
local function hasty_look(self)
    local began = clock()
    local look, err = try(task.timeout, PATIENCE_AT_A_STOP, self.fleet.look, self.fleet, true)
    if look then return look end
    local partial = self.fleet.partial
    if partial and partial.at >= began then return partial end
    return nil, report.text_of(err)
end

local function last_look(self)
    if self.view.stop then return hasty_look(self) end
    local found
    self.last_look = self.work:ask("the last look", function()
        return self.fleet:look_patiently(LAST_LOOK_PATIENCE, LAST_LOOK_AGE, LAST_LOOK_KEEPS, true)
    end, function(answer) found = answer end)
    while not found do
        if not self.work:deliver() then self.work:wait(math.huge) end
    end
    self.last_look = nil
    if found.is_ended then return hasty_look(self) end
    if not found.ok then error(found.err, 0) end
    return found[1], found[2]
end

local function look_again(self)
    if self.state.headcount:at "done" == 0 then return end
    local look, problem = last_look(self)
    self:append(look and second_look.events(self.state, look) or second_look.give_up(self.state, problem))
end

-- Counts the failures that the last look found against the failure limits, like all other failures.
local function count_failures(self)
    local excess = permission.excess(self.spec, self.state)
    if not excess or self.state.stopped then return end
    if self.state.headcount:at "planned" > 0 then
        self:append { { kind = "stopping", by = "failures", text = excess } }
    else
        self:note("too many instances have failed: %s", excess)
    end
end

-- Ends the roll as stopped by failures if results that stay exceed a failure limit, whatever stopped their
-- retry: the roll is held for that.
local function hold(self)
    local excess = permission.failure_stop(self.spec, self.state)
    local stopped = self.state.stopped
    if not self.state.not_retried or not excess or stopped and stopped.by == "failures" then return end
    self:append { { kind = "stopping", by = "failures", text = excess } }
end

-- Runs one step of the end. Logs an error in it, so that the other steps still run; the first error is raised
-- after the last step.
local function attempt(self, step, ...)
    local _, err = try(step, ...)
    if err then
        log.error("%s: at the end of the roll: %s", self.spec.name, report.text_of(err))
        self.error = self.error or err
    end
    return err
end

local function close_poller(self)
    self.poller:close()
    self.poller_task:cancel "the roll is over"
    local ok, err = pcall(self.poller_task.wait, self.poller_task)
    if not ok and self.poller_task:status() == "failed" then error(err, 0) end
end

-- The exit code in place of 0 if the report or the file of remaining ids could not be written.
local REPORT_LOST = 4

-- The exit code in place of 0 if the journal does not record the end: another process must take up the roll.
local UNRECORDED = 7

-- Writes the report and the file of remaining ids. If a file can't be written, exit code 0 becomes
-- REPORT_LOST: a roll whose report can't be read has not gone well.
local function write_files(self, made)
    local spec = self.spec
    local has_report = not spec.report or report.write(made, spec.report)
    local has_remaining = not spec.remaining or report.write_remaining(self.state, spec.remaining)
    if not (has_report and has_remaining) and made.exit_code == 0 then made.exit_code = REPORT_LOST end
end

local function tell_end(self, totals, code)
    local was_begun = totals.done + totals.failed + totals.uncertain > 0
    local ends = { [0] = "done", [7] = was_begun and "stopped" or "not_run", [8] = "done" }
    local text = ending.words(totals)
    local stopped = failures.is_stop_told(self.state, totals) and self.state.stopped
    if stopped then text = ("stopped: %s; %s"):format(stopped.reason, text) end
    self.notifier:tell(ends[code] or "failure", text, { totals = totals, exit_code = code })
end

-- Returns the commands that explain a failure (`why`) and that resume the roll (`resume`). Returns neither if
-- the journal ends with the process; returns no `resume` if the roll is closed.
local function commands(self, left)
    local life = self.roll.life
    if not life.is_recorded then return {} end
    local name = failures.first_name(self.state)
    return {
        why = name and campaign.why_command(name, life.state),
        resume = life.script and campaign.command(
            self.spec.name, left, life.state, self.state.not_retried ~= nil),
    }
end

-- Records how the roll ends and, for the execution of its script, how the campaign is left. Returns the exit
-- code: UNRECORDED in place of 0 if the end could not be recorded.
local function record_end(self, code, left)
    local function unless_lost() return code == 0 and self.journal_problem and UNRECORDED or code end
    code = unless_lost()
    self:append_end { kind = "closed", exit_code = code, left = left }
    code = unless_lost()
    local is_recorded = true
    attempt(self, function() is_recorded = not self.roll.call or self.roll.call:leave(left) end)
    return code == 0 and not is_recorded and UNRECORDED or code
end

-- Ends the roll and returns its report.
function conclusion.make(self)
    local err = attempt(self, look_again, self)
    if err then attempt(self, self.append, self, second_look.give_up(self.state, report.text_of(err))) end
    attempt(self, count_failures, self)
    self:append(ending.settle(self.state))
    attempt(self, hold, self)
    attempt(self, close_poller, self)
    local totals = ending.totals(self.state)
    local left = self.roll.is_closing and "closed" or ending.left(self.spec, self.state, totals)
    local code = record_end(self, ending.exit_code(self.spec, self.state, totals), left)
    local made = report.make(self.state, self.spec.numbers, totals, code)
    self.line:finish(self.state)
    attempt(self, report.print, self.state, totals, made.exit_code, commands(self, left))
    attempt(self, write_files, self, made)
    attempt(self, tell_end, self, totals, made.exit_code)
    self.notifier:close()
    -- The rest of a roll that a new one replaces says nothing about the new one.
    if not self.roll.is_closing then
        host.roll_reported(self.spec.name, self.roll.number or 0, made.exit_code)
    end
    return made
end

return conclusion
