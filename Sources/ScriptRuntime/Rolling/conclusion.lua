-- The end of a roll: a last look at all that are done, an outcome for everybody, and the report.

local print, way, report, second_look, permission = ...

local conclusion = {}

-- How old the last look may be, and how long it may be tried, in seconds.
local VIEW_AGE, PATIENCE = 20, 300

local function look_again(roll)
    if roll.headcount:at "done" == 0 then return end
    local view, problem = roll.availability:thorough_view(VIEW_AGE, PATIENCE)
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
    for _, record in ipairs(roll.records) do
        if record.step == "planned" then
            roll:record(record, "not_started", roll.stopped and roll.stopped.reason or "the run ended")
        elseif way.is_in_flight(record) then
            local is_untouched = record.step == "draining" or record.step == "rejected"
                or record.step == "undraining" and not record.left_at
            roll:record(record, is_untouched and "failed" or "uncertain", "nobody looked to the end")
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

-- Ends a roll and returns its report.
function conclusion.make(roll)
    look_again(roll)
    count_failures(roll)
    settle(roll)
    roll.poller:close()
    local totals = report.totals(roll.records)
    local code = report.exit_code(roll, totals)
    local made = report.make(roll, totals, code)
    roll.line:finish()
    report.print(roll, totals)
    if roll.spec.report then report.write(made, roll.spec.report) end
    tell(roll, totals, code)
    roll.notifier:close()
    return made
end

return conclusion
