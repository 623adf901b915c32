-- One instance's reboot, from the request to its end: each step is recorded before its effect.

local host, zec, try, clock, sleep, traffic = ...

local instance_roll = {}

-- Statuses from which nobody comes back by itself.
local LOST = { RECYCLE = true, RECYCLED = true, RECYCLING = true, RELEASING = true, CREATE_FAILED = true }

-- Pauses between two looks at what would prove a reboot that nobody saw, in seconds; the last one repeats.
local PROOF_PAUSES = { 8, 15, 30, 60 }

-- MARK: Leaving

-- Looks for proof now and then while it has not been seen leaving.
local function look_for_proof(roll, record, entry)
    local pause = PROOF_PAUSES[math.min(entry.proof_looks + 1, #PROOF_PAUSES)]
    if clock() < entry.next_proof then return nil end
    local proof = roll.evidence:compare(record)
    entry.proof_looks = entry.proof_looks + 1
    entry.next_proof = clock() + pause
    entry.unchanged = proof == false
    return proof
end

-- What the answer says of this instance by now: nil while there is none.
local function verdict(record, answer)
    if not answer.over then return nil end
    return answer.verdicts[record.id] or { kind = "ambiguous", reason = "the answer does not name it" }
end

local function take_answer(roll, record, answer)
    local said = record.step == "intent" and verdict(record, answer)
    if not said then return nil end
    if said.kind == "rejected" then
        roll:record(record, "rejected", said.reason)
        return said
    end
    roll:record(record, said.kind == "accepted" and "accepted" or "ambiguous", said.reason)
    return nil
end

-- How long one is observed whose request got no clear answer. Such a request may take effect late: one that may be asked again is
-- observed until that is past.
local function observe_limit(record, spec)
    if record.retries >= spec.ambiguous_retry then return spec.observe_time end
    return math.max(spec.observe_time, spec.late_effect)
end

-- Waits until it has left: true with departure or proof; false when the answer rejects it, with the verdict; nil when time is up.
local function leave(roll, record, entry, answer)
    local spec = roll.spec
    entry.proof_looks, entry.next_proof = 0, clock() + PROOF_PAUSES[1]
    while true do
        local rejected = take_answer(roll, record, answer)
        if rejected then return false, rejected end
        if entry.left then return true end
        if answer.over and look_for_proof(roll, record, entry) then return true end
        local limit = record.step == "ambiguous" and observe_limit(record, spec) or spec.leave_timeout
        local deadline = entry.asked + limit
        if answer.over and clock() >= deadline then
            return roll.poller:look_now(entry) and entry.left or nil
        end
        local pause = answer.over and math.min(deadline, entry.next_proof) or clock() + 1
        roll.poller:await(entry, math.max(pause, clock() + 0.05), function(seen)
            return seen.left or (answer.over and record.step == "intent")
        end)
    end
end

-- The time is up and nobody saw it leave: what is known?
local function not_left(roll, record, entry)
    local proof = roll.evidence:compare(record)
    if proof then return true end
    local was_accepted = record.step == "accepted"
    if proof == false and not was_accepted and record.retries < roll.spec.ambiguous_retry then
        record.retries = record.retries + 1
        roll:decide("%s is asked again: it is proven that it was not rebooted", record.id)
        return "again"
    end
    if proof == nil and was_accepted and roll.spec.on_unverified == "accept" then return true end
    local known = proof == false and "; what would prove it has not changed" or ""
    roll:record(record, "uncertain", was_accepted
        and "the reboot was accepted, but nobody saw it happen" .. known
        or ("the request got no clear answer (%s), and nobody saw a reboot%s"):format(record.reason or "none", known))
    return nil
end

-- MARK: Returning

local function may_escalate(roll, record, entry)
    local escalation = roll.spec.escalate
    return escalation and not record.escalated and roll.escalations < escalation.max
        and clock() >= entry.asked + escalation.after
end

-- Forces one that hangs; returns until when it may take then.
local function escalate(roll, record, entry, deadline)
    record.escalated, roll.escalations = true, roll.escalations + 1
    local why = ("it is %s after %s"):format(entry.status or "unknown", host.duration_text(clock() - entry.asked))
    roll:decide("%s is forced: %s", record.id, why)
    roll:record(record, "returning", "forced: " .. why)
    local answer, err = try(zec.reboot, { record.id }, { force = true, within = 10 })
    local refused = err and err.kind ~= "unknown" and err or answer and answer.failed[1]
    if not refused then return clock() + roll.spec.reboot_timeout end
    roll:decide("%s could not be forced: %s", record.id, refused.message or tostring(refused))
    return deadline
end

local function is_back(seen) return seen.status == "RUNNING" or LOST[seen.status] and "lost" end

-- How it ends for one that is not back at its deadline.
local function not_back(roll, record, entry, was_seen)
    local status, limit = entry.status or "unknown", host.duration_text(clock() - entry.asked)
    if was_seen then
        roll:record(record, "failed", ("is %s, too long after its reboot began (%s)"):format(status, limit))
    else
        roll:record(record, "uncertain", ("was %s when the cloud last answered, and the cloud does not answer %s after its reboot began")
            :format(status, limit))
    end
    return false
end

local function come_back(roll, record, entry)
    local deadline = entry.asked + roll.spec.reboot_timeout
    while true do
        local back, was_seen = roll.poller:await(entry, math.min(deadline, clock() + 5), is_back), false
        local is_late = clock() >= deadline
        if not back and (is_late or may_escalate(roll, record, entry)) then
            was_seen = roll.poller:look_now(entry)
            back = was_seen and is_back(entry)
        end
        if back == true then return true end
        if back == "lost" then
            roll:record(record, "failed", ("is %s after its reboot"):format(entry.status))
            return false
        end
        if was_seen and may_escalate(roll, record, entry) then
            deadline = escalate(roll, record, entry, deadline)
        elseif is_late then
            return not_back(roll, record, entry, was_seen)
        end
    end
end

-- MARK: Proof and health

local function verify(roll, record, entry)
    roll:record(record, "verifying")
    local evidence, deadline = roll.evidence, clock() + roll.spec.leave_timeout
    if record.evidence.proof then return true end
    if entry.left and evidence:accepts_departure() then
        record.evidence.proof = "status"
        return true
    end
    if evidence.kind == "health" then return nil end -- known only when the health check has passed
    while true do
        local is_last = clock() >= deadline
        if evidence:compare(record) then return true end
        if not evidence:can_compare(record) or is_last then break end
        sleep(math.min(10, math.max(deadline - clock(), 0.001)))
    end
    if roll.spec.on_unverified == "accept" then return true end
    local problem = record.evidence.problem and "; " .. record.evidence.problem or ""
    roll:record(record, "uncertain",
        ("it is RUNNING, but nothing proves that it rebooted (verify = \"%s\")%s"):format(evidence.kind, problem))
    return false
end

local function be_healthy(roll, record)
    local deadline = clock() + (roll.checker and roll.checker.timeout or 0)
    while true do
        roll:record(record, "checking")
        if roll.checker then
            local ok, why = roll.checker:wait(record, math.max(deadline - clock(), roll.checker.interval))
            if not ok then
                roll:record(record, "failed", "is not healthy after its reboot: " .. why)
                return false
            end
        end
        roll:record(record, "min_healthy")
        sleep(roll.spec.min_healthy_time)
        if not roll.checker then return true end
        local is_late = clock() >= deadline
        local well, why = roll.checker:is_well(record)
        if well then return true end
        if is_late then
            roll:record(record, "failed", "was healthy for less than min_healthy_time: " .. why)
            return false
        end
    end
end

-- With verify = "health", the check must have been seen failing.
local function seen_failing(roll, record)
    if roll.evidence.kind ~= "health" or record.evidence.seen_failing then return true end
    if roll.spec.on_unverified == "accept" then return true end
    return false
end

-- MARK: The whole way

-- Follows one instance whose reboot is being asked for, until it is done or not; what was drained is put back where that is right.
function instance_roll.follow(roll, record, entry, answer)
    local left, rejected = leave(roll, record, entry, answer)
    while left == nil do
        left = not_left(roll, record, entry)
        if left == nil then return end
        if left == "again" then return "again" end
    end
    if left == false then return rejected end
    record.left_at = clock()
    if record.step == "intent" then roll:record(record, "accepted", "it was seen leaving before the answer came") end
    roll:record(record, "leaving")
    roll:record(record, "returning")
    if not come_back(roll, record, entry) then return end
    roll.poller:forget(entry)
    roll.boots:note(entry.away_at - entry.asked)
    local proven = verify(roll, record, entry)
    if proven == false then return end
    if not be_healthy(roll, record) then return end
    if not seen_failing(roll, record) then
        return roll:record(record, "uncertain", "it is healthy, but its health check was never seen failing: nothing proves that it rebooted")
    end
    roll.recoveries:note(clock() - entry.asked)
    traffic.put_back(roll, record)
end

return instance_roll
