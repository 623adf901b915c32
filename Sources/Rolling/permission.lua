-- Whether another batch may begin: not after too many failures, not outside the window, not while something blocks.

local thresholds, gates, clock, log = ...

local permission = {}

-- MARK: Approval

-- Waits until somebody approves; false when nobody has in time.
function permission.wait_for_approval(roll, approve, what, timeout)
    roll:tell("checkpoint", "waits for approval: " .. what)
    log.info("%s: waits for approval: %s", roll.spec.name, what)
    local began, told = clock(), nil
    local deadline = began + math.min(timeout, roll.gates:seconds_to_deadline())
    while not roll:is_stopping() do
        local is_approved, problem = gates.is_approved(approve, what, clock() - began, math.max(1, deadline - clock()),
            function() return roll:is_stopping() end)
        if is_approved then
            roll:decide("approved: %s", what)
            return true
        end
        if problem and problem ~= told then
            log.warn("%s: no approval: %s", roll.spec.name, problem)
            told = problem
        end
        if clock() >= deadline then return false end
        roll:pause(math.min(5, math.max(deadline - clock(), 0.1)))
    end
    return false
end

-- Stops the roll after a wait that may have ended early: by the request to stop or the deadline where one of them ended it.
local function stop_after_wait(roll, kind, reason)
    if roll:is_stopping() then return roll:stop_as_asked() end
    if roll.gates:seconds_to_deadline() <= 0 then return roll:stop("deadline", "the deadline has come") end
    roll:stop(kind, reason)
end

-- No approval has come.
function permission.stop_unapproved(roll, reason) stop_after_wait(roll, "checkpoint", reason) end

-- The cloud has not said who is down.
function permission.stop_unseen(roll, problem)
    stop_after_wait(roll, "blocked", "nobody can say who is down: " .. problem)
end

-- MARK: Failures

-- Why too much has failed; nil where it has not, or where that was approved.
local function excess(roll)
    local reason = thresholds.reason(roll.tally, roll.spec, #roll.records)
    if not reason or roll.spec.on_failure == "continue" then return nil end
    if roll.forgiven and roll.forgiven >= roll.tally.failures then return nil end
    return reason
end

permission.excess = excess

-- Whether the canary has failed: one failure before it is over, and the roll stops, whatever may fail later.
local function has_canary_failed(roll)
    return roll.spec.canary ~= nil and not roll.is_past_canary and roll.tally.failures > 0
end

-- Stops the roll where too much has failed, or waits for somebody who lets it go on.
function permission.check_failures(roll)
    if has_canary_failed(roll) then
        return roll:stop("failures", ("%d of the canary failed or uncertain, and the canary is there to stop the roll"):format(
            roll.tally.failures))
    end
    local spec, reason = roll.spec, excess(roll)
    if not reason then return end
    if spec.on_failure == "pause" and permission.wait_for_approval(roll, spec.approve, reason, spec.pause_timeout) then
        roll.forgiven = roll.tally.failures
        thresholds.forgive(roll.tally)
        return
    end
    roll:stop("failures", reason)
end

-- Whether so much has failed that nothing is begun for now: the roll is about to stop, or to wait for approval.
function permission.is_held(roll) return has_canary_failed(roll) or excess(roll) ~= nil end

-- MARK: Time

local function before_deadline(roll)
    if roll.gates:seconds_to_deadline() > 0 then return true end
    roll:stop("deadline", "the deadline has come")
    return false
end

local function within_window(roll)
    while true do
        local reason, wait = roll.gates:window_problem()
        if not reason then return true end
        if roll.spec.outside ~= "wait" or not wait then
            roll:stop("window", reason)
            return false
        end
        roll:decide("waits: %s", reason)
        log.info("%s: waits: %s", roll.spec.name, reason)
        local began = clock()
        roll:wait(wait + 1)
        roll.closed_seconds = roll.closed_seconds + clock() - began
        if roll:is_stopping() or not before_deadline(roll) then return false end
    end
end

-- MARK: Checkpoints and blockers

-- The highest checkpoint to which the roll has come, and at which nobody has approved yet.
local function due_checkpoint(roll, done)
    local due
    for _, checkpoint in ipairs(roll.numbers.checkpoints) do
        if checkpoint.count > roll.approved_up_to and checkpoint.count <= done then due = checkpoint end
    end
    return due
end

local function past_checkpoints(roll)
    local done = roll.headcount:at "done"
    local due = due_checkpoint(roll, done)
    if not due then return true end
    roll.approved_up_to = due.count
    local checkpoint = roll.spec.checkpoint
    local what = ("checkpoint %s: %d of %d are done"):format(due.text, done, #roll.records)
    if permission.wait_for_approval(roll, checkpoint.approve or roll.spec.approve, what, checkpoint.timeout) then return true end
    if checkpoint.on_timeout == "continue" and not roll:is_stopping() then return true end
    permission.stop_unapproved(roll, "nobody approved: " .. what)
    return false
end

-- Those that are still to be rebooted, be they drained or not.
local function coming_ids(roll)
    local ids = {}
    for _, record in ipairs(roll.records) do
        if record.step == "planned" or record.step == "draining" then ids[#ids + 1] = record.id end
    end
    return ids
end

-- So old may the answer of the blockers be that nothing blocks, in seconds.
local UNBLOCKED_AGE = 5

-- Why something blocks now; nil where nothing does, or did a moment ago.
local function block(roll)
    if not roll.spec.blockers then return nil end
    if roll.unblocked_at and clock() - roll.unblocked_at < UNBLOCKED_AGE then return nil end
    local reason = roll.gates:blocked(coming_ids(roll), function(...) return roll:ask(...) end)
    roll.unblocked_at = not reason and clock() or nil
    return reason
end

-- Waits until nothing blocks, or until the window closes: what blocks then is nobody's concern.
local function unblocked(roll)
    local patience = math.min(roll.spec.blocker_deadline, roll.gates:seconds_to_deadline())
    local deadline, told = clock() + patience, nil
    while not roll:is_stopping() do
        local asked_at = clock()
        local reason = block(roll)
        if not reason or roll.gates:window_problem() then return true end
        if reason ~= told then
            roll:decide("blocked: %s", reason)
            log.info("%s: blocked: %s", roll.spec.name, reason)
            if not told then roll:tell("stalled", "stalled: blocked: " .. reason) end
            told = reason
        end
        if asked_at >= deadline then
            stop_after_wait(roll, "blocked", "blocked: " .. reason)
            return false
        end
        roll:pause(math.min(roll.spec.blocker_retry, math.max(deadline - clock(), 0.001)))
    end
    return false
end

-- MARK: All together

-- The window comes first, for what blocks while it is closed is nobody's concern, and holds to the end, for blockers take their time.
local function through_gates(roll)
    repeat
        if not within_window(roll) or not unblocked(roll) then return false end
    until not roll.gates:window_problem()
    return true
end

-- Whether another batch may begin now; waits where that helps, and stops the roll where it does not.
function permission.to_begin(roll)
    permission.check_failures(roll)
    if roll.stopped then return false end
    local may_begin = not roll:is_stopping() and before_deadline(roll) and past_checkpoints(roll) and through_gates(roll)
        and before_deadline(roll)
    if roll:is_stopping() then roll:stop_as_asked() end
    return may_begin and not roll.stopped
end

-- Why what was begun, and may have been drained meanwhile, may not be rebooted any more; nil where it may. Nothing is waited for here.
function permission.hindrance(roll)
    if not roll:goes_on() then return "the roll is stopping" end
    if permission.is_held(roll) then return "too much has failed" end
    if roll.gates:seconds_to_deadline() <= 0 then return "the deadline has come" end
    return (roll.gates:window_problem())
end

-- Why something blocks right before a request; nil where nothing does.
function permission.block(roll)
    local reason = block(roll)
    return reason and "blocked: " .. reason
end

return permission
