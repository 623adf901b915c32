-- Follows one instance that is under way: decides what is next for it, from its row and from what was seen of
-- it.
--
-- The answer is a table with one of
--   event    the event to append
--   ask      the question to ask a port: `drain`, `undrain`, `proof`, `health`, `well`, `look`
--   wake_at  when to decide again if nothing is seen until then
-- `seen` holds what the ports answered since the row came to its step, at `since`, and what the poller saw:
--   status, has_left, away_at, looked_at, tried_at, wanted_since   from the poller
--   answer   to the request: { answer =, reason =, retryable = }
--   hook     from the script: { ok =, why = }; ok is nil if the roll ended the call
--   proof    from the last comparison: { differs =, proof =, after =, looks =, asked_at =, at = }
--   well     from the health checks: { ok =, why =, in_a_row =, asked_at =, at = }
--   asking   is set while the answer of a port is awaited
--   is_forced   whether a forced reboot was decided, even if it could not be begun

local need = ...
local evidence, text = need "core/evidence", need "core/text"

local follow = {}

-- After this number of refused requests, an instance fails.
local ATTEMPTS = 5

-- A measurement from before the deadline does not prove that no reboot happened until the deadline. A newer
-- measurement is asked for every MEASURE_PAUSE seconds, until MEASURED_WITHIN seconds after the deadline.
local MEASURE_PAUSE, MEASURED_WITHIN = 30, 300

-- The pauses between two readings of the evidence while an instance was not seen leaving, in seconds; the
-- last one repeats.
local PROOF_PAUSES = { 8, 15, 30, 60 }

-- The longest wait for a look that decides at a deadline, in seconds.
local LAST_LOOK = 30

-- Statuses from which an instance does not come back by itself.
local LOST = { RECYCLE = true, RECYCLED = true, RECYCLING = true, RELEASING = true, CREATE_FAILED = true }

local function ended(row, outcome, reason)
    return { event = { kind = "ended", id = row.id, outcome = outcome, reason = reason } }
end

-- Returns the next event of an instance that was not rebooted. If it was drained, it is put back into load
-- first.
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

-- Returns the event that follows an undrain: another turn, or the outcome.
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
    local outcome = row.next_reason or row.is_next_retried and "not rebooted" or row.next_step
    return ended(row, "failed", ("%s; it could not be put back into load: %s"):format(outcome, why))
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
    -- The poller saw the instance leave before the answer came.
    if seen.has_left then return departed(row) end
    return { wake_at = math.huge }
end

function at.refused(_, _, row)
    local may_retry = row.may_retry and row.attempts < ATTEMPTS
    return give_back(row, may_retry and "planned" or "failed", row.reason)
end

-- MARK: Leaving

-- Returns until when an instance is observed whose request got no clear answer. Such a request may take
-- effect late: an instance whose reboot may be requested again is observed until a late effect is impossible.
-- A request of an earlier process was sent neither after `send_by` nor after this process began. `send_by`
-- was converted by the calendar clock, which may have been set meanwhile: the later of the two times counts.
local function observed_until(spec, state, row)
    local limit = row.asked_at + spec.observe_time
    if row.retries >= spec.ambiguous_retry then return limit end
    local sent_by = row.is_found and math.max(row.send_by, state.life_began) or row.asked_at
    return math.max(limit, sent_by + spec.late_effect)
end

-- Whether the reboot may be requested again, once it is proven that no reboot happened.
local function may_ask_again(spec, row)
    return row.step ~= "accepted" and row.retries < spec.ambiguous_retry
end

-- Decides about an instance that was not seen leaving until the deadline. `proof` is false if the evidence
-- has not changed, nil if that is unknown.
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
    local known = proof == false and "; the evidence has not changed" or ""
    local reason = was_accepted and "the reboot was accepted, but no reboot was seen" .. known
        or ("the request got no clear answer%s, and no reboot was seen%s"):format(
            row.reason and " (" .. row.reason .. ")" or "", known)
    return ended(row, "uncertain", reason)
end

-- Returns whether a decision at a deadline can be made, and whether a look from after the deadline was had
-- for it. If the first value is false, the caller asks for a look. An older look does not decide at a
-- deadline: the process may have been suspended.
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

-- Returns when an instance may be forced; infinity if it may not be forced.
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

-- Returns the outcome of an instance that is not back at its deadline; `was_seen` is whether a look decides
-- about it.
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

-- Returns when an instance must be back. No process looks between two lives: each life gives the instance at
-- least `leave_timeout`.
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

-- The pause between two readings of the evidence while an instance is RUNNING and its reboot is not proven,
-- in seconds.
local COMPARE_PAUSE = 10

function at.verifying(spec, _, row, seen, now)
    local kind = evidence.kind(spec)
    if row.evidence.proof then return proven(spec, row, row.evidence.proof, now) end
    if row.was_seen_leaving and evidence.accepts_departure(kind) then
        return proven(spec, row, "status", now)
    end
    -- With `verify = "health"`, only the health check can prove the reboot.
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
    -- A check that began before the deadline does not decide: the process may have been suspended meanwhile.
    if was_late and not last.ok then
        local took = text.duration((now - row.asked_at) // 1)
        return ended(row, "failed", ("not healthy %s after its reboot (%s)"):format(took, last.why))
    end
    local pause = was_late and check.interval or math.min(check.interval, math.max(deadline - last.at, 0.001))
    if now >= last.at + pause then return { ask = "health" } end
    return { wake_at = last.at + pause }
end

-- Returns the next event of a healthy instance. A drained instance is put back into load before it is done.
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
    -- Without `min_healthy_time`, the health checks that the instance has just passed are enough.
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

-- Returns what is next for an instance that is under way.
function follow.next(spec, state, row, seen, now)
    local rule = at[row.step]
    if not rule or seen.asking then return { wake_at = math.huge } end
    return rule(spec, state, row, seen, now)
end

-- Returns the end event of an instance that can't be followed any further: failed if no reboot can have
-- happened, else uncertain.
function follow.abandon(row, reason)
    local was_untouched = row.step == "draining" or row.step == "drained" or row.step == "refused"
        or row.step == "undraining" and not row.left_at
    local outcome = was_untouched and "failed" or "uncertain"
    return { kind = "ended", id = row.id, outcome = outcome, reason = reason }
end

return follow
