-- Follows one instance whose step is under way: what is next for it, from
-- its row and from what is seen of it.
--
-- The answer is a table with one of
--   event    to be appended
--   ask      a question to a port: `drain`, `undrain`, `proof`, `health`, `well`, `look`
--   wake_at  when to decide anew where nothing is seen until then
-- `seen` holds what ports have answered since the row came to its step, at `since`, and what the poller saw:
--   status, has_left, away_at, looked_at, tried_at, wanted_since   of the poller
--   answer   of the request: { answer =, reason =, retryable = }
--   hook     of the script: { ok =, why = }; ok is nil where the roll ended the call
--   proof    of a comparison: { differs =, proof =, after =, looks =, asked_at =, at = }
--   well     of health checks: { ok =, why =, in_a_row =, asked_at =, at = }
--   asking   is set while an answer is awaited
--   is_forced   whether force was decided, also where it could not be begun

local need = ...
local evidence, text = need "core/evidence", need "core/text"

local follow = {}

-- How often an instance is asked for again whose request the cloud refuses.
local ATTEMPTS = 5

-- A measurement that is older than the deadline does not show that nothing happened until then. How often a
-- newer measurement is asked for, and until how long after the deadline, in seconds.
local MEASURE_PAUSE, MEASURED_WITHIN = 30, 300

-- Pauses between two looks at what would prove a reboot that was not seen, in seconds; the last one repeats.
local PROOF_PAUSES = { 8, 15, 30, 60 }

-- How long a look that decides at a deadline is waited for, in seconds.
local LAST_LOOK = 30

-- Statuses from which no instance comes back by itself.
local LOST = { RECYCLE = true, RECYCLED = true, RECYCLING = true, RELEASING = true, CREATE_FAILED = true }

local function ended(row, outcome, reason)
    return { event = { kind = "ended", id = row.id, outcome = outcome, reason = reason } }
end

-- Puts an instance that was not rebooted back as it was.
local function give_back(row, step, reason)
    if row.drained then
        return { event = { kind = "undraining", ids = { row.id }, outcome = step, reason = reason } }
    end
    if step == "planned" then return { event = { kind = "requeued", id = row.id, reason = reason } } end
    return ended(row, step, reason)
end

-- MARK: Out of load, and back

local at = {}

function at.draining(spec, _, row, seen)
    local hook = seen.hook
    if not hook then return { ask = "drain" } end
    if hook.ok then return { event = { kind = "drained", id = row.id } } end
    if hook.ok == nil then return give_back(row, "planned", "the roll is stopping") end
    if spec.on_drain_timeout == "force" then
        return { event = { kind = "drained", id = row.id, reason = "drain: " .. hook.why } }
    end
    local step = spec.on_drain_timeout == "abort" and "failed" or "skipped"
    return give_back(row, step, "could not be drained: drain: " .. hook.why)
end

-- The end of an instance that takes load again.
local function after_undrain(row, now)
    if row.next_step == "planned" then
        return { event = {
            kind = "requeued", id = row.id, reason = row.next_reason, retried = row.is_next_retried,
        } }
    end
    local is_done = row.next_step == "done"
    return { event = {
        kind = "ended", id = row.id, outcome = row.next_step, reason = row.next_reason,
        excused = row.is_excused,
        took = is_done and now - row.asked_at or nil,
    } }
end

function at.undraining(_, _, row, seen, now)
    if not row.drained then return after_undrain(row, now) end
    local hook = seen.hook
    if not hook then return { ask = "undrain" } end
    if hook.ok then return { event = { kind = "undrained", id = row.id } } end
    local why = "undrain: " .. hook.why
    if row.next_step == "done" then
        return ended(row, "failed", "could not be put back into load: " .. why)
    end
    local outcome = row.next_reason or row.next_step
    return ended(row, "failed", ("%s; it could not be put back: %s"):format(outcome, why))
end

-- MARK: The request

local function departed(row, proof, after, reason)
    return { event = { kind = "departed", id = row.id, proof = proof, after = after, reason = reason } }
end

function at.intent(_, _, row, seen)
    local answer = seen.answer
    if answer then
        return { event = {
            kind = "answered", ids = { row.id }, answer = answer.answer, reason = answer.reason,
            retryable = answer.retryable,
        } }
    end
    if seen.has_left then return departed(row) end -- seen before the answer came
    return { wake_at = math.huge }
end

function at.refused(_, _, row)
    local may_retry = row.may_retry and row.attempts < ATTEMPTS
    return give_back(row, may_retry and "planned" or "failed", row.reason)
end

-- MARK: Leaving

-- Until when an instance is observed whose request got no clear answer. Such a request may take effect late:
-- an instance that may be asked for again is observed until that is past. Of a request of an earlier process
-- no more is known than that it was not sent after `send_by`, nor after this process began; how long ago
-- `send_by` was is what the calendar says, which may have been set meanwhile.
local function observed_until(spec, state, row)
    local limit = row.asked_at + spec.observe_time
    if row.retries >= spec.ambiguous_retry then return limit end
    local sent_by = row.is_found and math.max(row.send_by, state.life_began) or row.asked_at
    return math.max(limit, sent_by + spec.late_effect)
end

-- Whether the reboot may be asked for once more, with proof that nothing happened.
local function may_ask_again(spec, row)
    return row.step ~= "accepted" and row.retries < spec.ambiguous_retry
end

-- The time is up and the instance was not seen leaving: what is known?
local function not_left(spec, row, proof)
    local was_accepted = row.step == "accepted"
    if proof == false and may_ask_again(spec, row) then
        if row.drained then
            return { event = { kind = "undraining", ids = { row.id }, outcome = "planned", retried = true } }
        end
        return { event = { kind = "requeued", id = row.id, retried = true } }
    end
    if proof == nil and was_accepted and spec.on_unverified == "accept" then
        return departed(row, nil, nil, "it was accepted, and nothing proves the contrary")
    end
    local known = proof == false and "; what would prove it has not changed" or ""
    local reason = was_accepted and "the reboot was accepted, but no reboot was seen" .. known
        or ("the request got no clear answer (%s), and no reboot was seen%s"):format(
            row.reason or "none", known)
    return ended(row, "uncertain", reason)
end

-- Whether a look that began at the deadline has decided, or can't be had; asks for it where not. A deadline
-- decides by no older look, for the process may have been suspended.
local function last_look(seen, deadline, now)
    if seen.looked_at and seen.looked_at >= deadline then return true, true end
    if seen.tried_at and seen.tried_at >= deadline or now >= deadline + LAST_LOOK and seen.wanted_since then
        return true, false
    end
    return false
end

local function wait_to_leave(spec, state, row, seen, now)
    if seen.has_left then return departed(row) end
    local proof = seen.proof
    if proof and proof.differs then return departed(row, proof.proof, proof.after) end
    local deadline = row.step == "unknown" and observed_until(spec, state, row)
        or row.asked_at + spec.leave_timeout
    local looks = proof and proof.looks or 0
    local next_proof = (proof and proof.at or row.asked_at) + PROOF_PAUSES[math.min(looks + 1, #PROOF_PAUSES)]
    if now < deadline then
        if row.evidence.before ~= nil and now >= next_proof then return { ask = "proof" } end
        return { wake_at = row.evidence.before ~= nil and math.min(deadline, next_proof) or deadline }
    end
    if not last_look(seen, deadline, now) then return { ask = "look", wake_at = now + LAST_LOOK } end
    if row.evidence.before == nil then return not_left(spec, row, nil) end
    if not (proof and proof.asked_at >= deadline) then return { ask = "proof" } end
    local holds_at = proof.holds_at or proof.asked_at
    if holds_at >= deadline or not may_ask_again(spec, row) then
        return not_left(spec, row, proof.differs)
    end
    if now >= deadline + MEASURED_WITHIN then return not_left(spec, row, nil) end
    local next_at = proof.at + MEASURE_PAUSE
    return now >= next_at and { ask = "proof" } or { wake_at = next_at }
end

at.accepted, at.unknown = wait_to_leave, wait_to_leave

-- MARK: Coming back

-- When an instance may be forced; infinity where it may not.
local function escalates_at(spec, state, row, seen)
    local escalation = spec.escalate
    local was_forced = row.escalated or seen.is_forced
    if not escalation or was_forced or state.escalations >= escalation.max then return math.huge end
    return row.asked_at + escalation.after
end

local function force(spec, row, seen, now)
    local why = ("it is %s after %s"):format(seen.status or "unknown", text.duration(now - row.asked_at))
    return { event = {
        kind = "forced", id = row.id, reason = why, send_by = now + 10, return_by = now + spec.reboot_timeout,
    } }
end

-- How it ends for an instance that is not back at its deadline.
local function not_back(row, seen, now, was_seen)
    local status, took = seen.status or "unknown", text.duration(now - row.asked_at)
    if was_seen then
        local words = "still %s %s after its reboot was requested (reboot_timeout)"
        return ended(row, "failed", words:format(status, took))
    end
    local reason = "was %s when the cloud last answered, "
        .. "and the cloud does not answer %s after its reboot was requested"
    return ended(row, "uncertain", reason:format(status, took))
end

-- When an instance must be back. No process looked between two lives: each life gives it some time.
local function back_by(spec, state, row, seen)
    local deadline = seen.return_by or row.return_by or row.asked_at + spec.reboot_timeout
    if row.asked_at >= state.life_began then return deadline end
    return math.max(deadline, state.life_began + spec.leave_timeout)
end

function at.returning(spec, state, row, seen, now)
    if seen.status == "RUNNING" then
        return { event = {
            kind = "returned", id = row.id, took = math.max(0, (seen.away_at or now) - row.asked_at),
            verify_by = now + spec.leave_timeout,
        } }
    end
    if LOST[seen.status] then return ended(row, "failed", ("%s after its reboot"):format(seen.status)) end
    local deadline = back_by(spec, state, row, seen)
    local force_at, is_late = escalates_at(spec, state, row, seen), now >= deadline
    if not is_late and now < force_at then return { wake_at = math.min(deadline, force_at) } end
    local has_decided, was_seen = last_look(seen, is_late and deadline or force_at, now)
    if not has_decided then return { ask = "look", wake_at = now + LAST_LOOK } end
    if was_seen and now >= force_at then return force(spec, row, seen, now) end
    if is_late then return not_back(row, seen, now, was_seen) end
    return { wake_at = math.min(deadline, now + 5) }
end

-- MARK: Proof and health

local function proven(spec, row, proof, now)
    local timeout = spec.health_check and spec.health_check.timeout or 0
    return { event = { kind = "proven", id = row.id, proof = proof, healthy_by = now + timeout } }
end

-- The pause between two comparisons while an instance is RUNNING and nothing proves its reboot, in seconds.
local COMPARE_PAUSE = 10

function at.verifying(spec, _, row, seen, now)
    local kind = evidence.kind(spec)
    if row.evidence.proof then return proven(spec, row, row.evidence.proof, now) end
    if row.was_seen_leaving and evidence.accepts_departure(kind) then
        return proven(spec, row, "status", now)
    end
    -- Known only when the health check has passed.
    if kind == "health" then return proven(spec, row, nil, now) end
    local proof = seen.proof
    if proof and proof.differs then return proven(spec, row, proof.proof, now) end
    local can_compare = row.evidence.before ~= nil
    if can_compare and not (proof and proof.asked_at >= row.verify_by) then
        local next_at = now
        if proof then
            next_at = math.min(proof.at + COMPARE_PAUSE, math.max(row.verify_by, proof.at + 0.001))
        end
        if now >= next_at then return { ask = "proof" } end
        return { wake_at = next_at }
    end
    if spec.on_unverified == "accept" then return proven(spec, row, nil, now) end
    local problem = seen.problem or row.evidence.problem
    local reason = "it is RUNNING, but nothing proves that it rebooted (verify = \"%s\")%s"
    return ended(row, "uncertain", reason:format(kind, problem and "; " .. problem or ""))
end

local function stays_well(spec, row, now)
    return { event = { kind = "health", id = row.id, well = true, well_until = now + spec.min_healthy_time } }
end

function at.checking(spec, _, row, seen, now)
    local check = spec.health_check
    if not check then return stays_well(spec, row, now) end
    local last = seen.well
    if not last then return { ask = "health" } end
    if not last.ok and not row.evidence.seen_failing then
        return { event = { kind = "unwell_seen", id = row.id } }
    end
    if last.in_a_row >= check.consecutive then return stays_well(spec, row, now) end
    -- A relapsed instance gets one more interval.
    local deadline = math.max(row.healthy_by, seen.since + check.interval)
    local was_late = last.asked_at >= deadline
    -- A question that was put before the deadline does not decide: the
    -- process may have been suspended meanwhile.
    if was_late and not last.ok then
        local took = text.duration((now - row.asked_at) // 1)
        return ended(row, "failed", ("not healthy %s after its reboot (%s)"):format(took, last.why))
    end
    local pause = was_late and check.interval or math.min(check.interval, math.max(deadline - last.at, 0.001))
    if now >= last.at + pause then return { ask = "health" } end
    return { wake_at = last.at + pause }
end

-- An instance that is well goes back into load, and is done.
local function done(spec, row, now)
    local is_seen = evidence.kind(spec) ~= "health" or row.evidence.seen_failing
        or spec.on_unverified == "accept"
    if not is_seen then
        return ended(row, "uncertain",
            "it is healthy, but its health check was never seen failing: nothing proves that it rebooted")
    end
    if row.drained then return { event = { kind = "undraining", ids = { row.id }, outcome = "done" } } end
    return { event = { kind = "ended", id = row.id, outcome = "done", took = now - row.asked_at } }
end

function at.min_healthy(spec, _, row, seen, now)
    if now < row.well_until then return { wake_at = row.well_until } end
    -- Without a time to stay well, the answers that made it well are good enough.
    if not spec.health_check or spec.min_healthy_time == 0 then return done(spec, row, now) end
    local last = seen.well
    if not last then return { ask = "well" } end
    if last.ok then return done(spec, row, now) end
    if last.asked_at >= row.healthy_by then
        local words = "healthy for less than %s after its reboot (min_healthy_time): %s"
        return ended(row, "failed", words:format(text.duration(spec.min_healthy_time), last.why))
    end
    return { event = { kind = "health", id = row.id, well = false } }
end

-- MARK: All together

-- What is next for an instance that is under way.
function follow.next(spec, state, row, seen, now)
    local rule = at[row.step]
    if not rule or seen.asking then return { wake_at = math.huge } end
    return rule(spec, state, row, seen, now)
end

-- How an instance ends that can't be followed any further.
function follow.abandon(row, reason)
    local was_untouched = row.step == "draining" or row.step == "drained" or row.step == "refused"
        or row.step == "undraining" and not row.left_at
    local outcome = was_untouched and "failed" or "uncertain"
    return { kind = "ended", id = row.id, outcome = outcome, reason = reason }
end

return follow
