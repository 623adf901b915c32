-- The end of a roll: a last look at all that are done, an outcome for every instance, and the report.

local task, try, log, way, report, second_look, permission = ...

local conclusion = {}

-- How old the last look may be, and how long it may be tried, in seconds.
local VIEW_AGE, PATIENCE = 20, 300

-- How long the last look may take once the run was asked to stop, in seconds.
local PATIENCE_AT_A_STOP = 6

-- After a request to stop: what can be learnt in a few seconds.
local function hasty_look(roll)
    local began, availability = roll:elapsed(), roll.availability
    local view, err = try(task.timeout, PATIENCE_AT_A_STOP, availability.look, availability, true)
    if view then return view end
    local partial = availability.partial
    if partial and partial.at - roll.began >= began then return partial end
    return nil, report.text_of(err)
end

local function look(roll)
    local availability = roll.availability
    local went_on, view, problem = roll.last_look:run("the last look", availability.thorough_view, availability, VIEW_AGE, PATIENCE)
    if went_on then return view, problem end
    return hasty_look(roll)
end

-- The exit code of a roll whose report could not be written, where nothing else went wrong.
local REPORT_LOST = 4

local function look_again(roll)
    if roll.headcount:at "done" == 0 then return end
    local view, problem = look(roll)
    if view then second_look.judge(roll, view) else second_look.give_up(roll, problem) end
end

-- What the last look has found counts as any other failure.
local function count_failures(roll)
    local excess = permission.excess(roll)
    roll.has_failed = excess ~= nil
    if not excess then return end
    if roll.headcount:at "planned" > 0 then roll:stop("failures", excess) else roll:decide("too much has failed: %s", excess) end
end

local function settle(roll)
    local reason = roll.stopped and roll.stopped.reason
    for _, record in ipairs(roll.records) do
        if record.step == "planned" then
            roll:record(record, "not_started", reason or "the run ended")
        elseif way.is_in_flight(record) then
            roll:abandon(record, "it was not followed to its end: " .. (reason or "the run ended"))
        end
    end
end

local function tell(roll, totals, code)
    local was_begun = totals.done + totals.failed + totals.uncertain > 0
    local ends = { [0] = "done", [7] = was_begun and "stopped" or "not_run", [8] = "done" }
    local event = ends[code] or "failure"
    local text = ("%d done, %d failed, %d uncertain, %d skipped, %d not started"):format(
        totals.done, totals.failed, totals.uncertain, totals.skipped, totals.not_started)
    if roll.stopped then text = ("stopped: %s; %s"):format(roll.stopped.reason, text) end
    roll:tell(event, text, { totals = totals, exit_code = code })
end

-- Does one step of the end; an error in it does not keep the others from being done, and is raised after them.
local function attempt(roll, step, ...)
    local _, err = try(step, ...)
    if err then
        log.error("%s: at the end of the roll: %s", roll.spec.name, report.text_of(err))
        roll.error = roll.error or err
    end
    return err
end

-- A roll that went well, but whose report nobody can read, has not gone well.
local function write_report(roll, made)
    if not report.write(made, roll.spec.report) and made.exit_code == 0 then made.exit_code = REPORT_LOST end
end

-- Ends a roll and returns its report.
function conclusion.make(roll)
    local err = attempt(roll, look_again, roll)
    if err then attempt(roll, second_look.give_up, roll, report.text_of(err)) end
    attempt(roll, count_failures, roll)
    settle(roll)
    attempt(roll, roll.poller.close, roll.poller)
    local totals = report.totals(roll.records)
    local code = report.exit_code(roll, totals)
    local made = report.make(roll, totals, code)
    roll.line:finish()
    attempt(roll, report.print, roll, totals)
    if roll.spec.report then attempt(roll, write_report, roll, made) end
    attempt(roll, tell, roll, totals, made.exit_code)
    roll.notifier:close()
    return made
end

return conclusion
