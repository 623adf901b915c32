-- Whether another batch may begin: not after too many failures, not outside the window, not while something blocks.

local amounts, thresholds, gates, clock, log = ...

local permission = {}

-- MARK: Approval

-- Waits until somebody approves; false when nobody has in time.
function permission.wait_for_approval(roll, approve, what, timeout)
    roll:tell("checkpoint", "waits for approval: " .. what)
    log.info("%s: waits for approval: %s", roll.spec.name, what)
    local began = clock()
    local deadline = began + timeout
    while not roll:is_stopping() do
        if gates.is_approved(approve, what, clock() - began) then
            roll:decide("approved: %s", what)
            return true
        end
        if clock() >= deadline then return false end
        roll:pause(math.min(5, math.max(deadline - clock(), 0.1)))
    end
    return false
end

-- MARK: Failures

-- Stops the roll where too much has failed, or waits for somebody who lets it go on.
function permission.check_failures(roll)
    local spec = roll.spec
    local reason = thresholds.reason(roll.tally, spec, #roll.records)
    if not reason or spec.on_failure == "continue" then return end
    if roll.forgiven and roll.forgiven >= roll.tally.failures then return end
    if spec.on_failure == "pause" and permission.wait_for_approval(roll, spec.approve, reason, spec.pause_timeout) then
        roll.forgiven = roll.tally.failures
        return
    end
    roll:stop("failures", reason)
end

-- MARK: Time

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
        roll:pause(wait + 1)
        roll.closed_seconds = roll.closed_seconds + clock() - began
        if roll:is_stopping() then return false end
    end
end

local function before_deadline(roll)
    local deadline = roll.gates.deadline
    if not deadline or clock() < deadline then return true end
    roll:stop("deadline", "the deadline has come")
    return false
end

-- MARK: Checkpoints and blockers

local function past_checkpoints(roll)
    local checkpoint, total = roll.spec.checkpoint, #roll.records
    if not checkpoint then return true end
    local amount, done = checkpoint.at[roll.checkpoints_passed + 1], roll.headcount:at "done"
    if not amount or done < amounts.down(amount, total) then return true end
    roll.checkpoints_passed = roll.checkpoints_passed + 1
    local what = ("checkpoint %s: %d of %d are done"):format(amounts.text(amount), done, total)
    local approve = checkpoint.approve or roll.spec.approve
    if permission.wait_for_approval(roll, approve, what, checkpoint.timeout) then return true end
    if checkpoint.on_timeout == "continue" then return true end
    roll:stop("checkpoint", "nobody approved: " .. what)
    return false
end

local function planned_ids(roll)
    local ids = {}
    for _, record in ipairs(roll.records) do
        if record.step == "planned" then ids[#ids + 1] = record.id end
    end
    return ids
end

local function unblocked(roll)
    if not roll.spec.blockers then return true end
    local deadline, told = clock() + roll.spec.blocker_deadline, nil
    while not roll:is_stopping() do
        local reason = roll.gates:blocked(planned_ids(roll))
        if not reason then return true end
        if reason ~= told then
            roll:decide("blocked: %s", reason)
            log.info("%s: blocked: %s", roll.spec.name, reason)
            told = reason
        end
        if clock() + roll.spec.blocker_retry > deadline then
            roll:stop("blocked", "blocked: " .. reason)
            return false
        end
        roll:pause(roll.spec.blocker_retry)
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
    if roll:is_stopping() then
        roll:stop("signal", "the run was asked to stop")
        return false
    end
    return before_deadline(roll) and past_checkpoints(roll) and through_gates(roll) and before_deadline(roll)
        and not roll:is_stopping()
end

return permission
