-- Decides whether a reboot may begin. Every rule that allows or prevents a reboot is here, once. Two checks
-- use the rules: one before a batch is chosen, and one right before its request.
--
-- The answer is nil if the reboot may begin, or an objection:
--   why        the reason, in words
--   stop       the roll begins nothing more: the kind of stop, as `by` in the event `stopping`
--   question   approval is needed first: { subject, text, count, patience }
--   waits_for  `window` or `blockers`: the reboot may begin later, not before `until_at`
--   needs      a missing fact: `blockers`

local need = ...
local thresholds, failures, text = need "core/thresholds", need "core/failures", need "core/text"

local permission = {}

-- MARK: Asked to stop

-- Adds to the reason of a stop what kept the next batch from beginning until then.
local function with_hindrance(state, why)
    if not state.hindrance then return why end
    return ("%s; the next batch could not begin: %s"):format(why, state.hindrance)
end

local function asked_to_stop(_, state, view)
    return view.stop and { stop = view.stop.by, why = with_hindrance(state, view.stop.reason) }
end

-- MARK: Failures

-- Returns why too many instances have failed; nil if no limit is exceeded, if an operator approved the
-- failures, or with `on_failure = "continue"`.
function permission.excess(spec, state)
    if spec.on_failure == "continue" then return nil end
    if state.forgiven >= state.tally.failures then return nil end
    local reason = thresholds.reason(state.tally, spec, #state.rows)
    return reason and failures.named(reason, state)
end

-- One failure before the canary is over stops the roll, whatever the limits of failures are.
local function canary_failed(spec, state)
    if not spec.canary or state.is_past_canary or state.tally.failures == 0 then return nil end
    local count = text.count(state.tally.failures, "failure")
    return { stop = "failures", why = failures.named(count .. " in the canary (limit 0)", state) }
end

local function too_many_failures(spec, state)
    local reason = permission.excess(spec, state)
    if not reason then return nil end
    if spec.on_failure ~= "pause" then return { stop = "failures", why = reason } end
    return {
        why = "too many instances have failed",
        question = {
            subject = "failures", text = reason, count = state.tally.failures, patience = spec.pause_timeout,
        },
    }
end

-- Returns why failures stop the roll again as soon as it goes on; nil if they do not.
function permission.failure_stop(spec, state)
    local objection = canary_failed(spec, state) or too_many_failures(spec, state)
    return objection and objection.stop and objection.why
end

-- MARK: Time

-- Returns when the deadline is; infinity without a deadline. Each life gets the whole time.
function permission.deadline(spec, state)
    return spec.deadline and state.life_began + spec.deadline or math.huge
end

-- Returns why the roll begins nothing more after the deadline.
function permission.deadline_words(spec)
    return ("the time limit of the roll has passed (deadline, %s)"):format(text.duration(spec.deadline))
end

function permission.past_deadline(spec, state, now)
    if now < permission.deadline(spec, state) then return nil end
    return { stop = "deadline", why = with_hindrance(state, permission.deadline_words(spec)) }
end

local function past_deadline(spec, state, _, now) return permission.past_deadline(spec, state, now) end

local function outside_window(spec, _, view, now)
    local window = view.window
    if not window or not window.reason then return nil end
    if spec.outside ~= "wait" or not window.wait then return { stop = "window", why = window.reason } end
    return { waits_for = "window", why = window.reason, until_at = now + window.wait + 1 }
end

-- MARK: Checkpoints

-- Objects if the roll has reached a checkpoint that is not approved yet: the highest of these checkpoints.
local function at_checkpoint(spec, state)
    local done, due = state.headcount:at "done", nil
    for _, checkpoint in ipairs(spec.numbers.checkpoints) do
        if checkpoint.count > state.approved_up_to and checkpoint.count <= done then due = checkpoint end
    end
    if not due then return nil end
    local reached = ("checkpoint %s (%d of %d done)"):format(due.text, done, #state.rows)
    return {
        why = reached,
        question = { subject = "checkpoint", text = reached, count = due.count,
            patience = spec.checkpoint.timeout },
    }
end

-- MARK: Blockers

-- How old the answer of the blockers that nothing blocks may be, in seconds.
local UNBLOCKED_AGE = 5

-- Returns when the roll stops because the blockers have blocked for too long; `since` is when they began to
-- block.
local function gives_up_at(spec, state, since)
    return math.min((state.blocked_since or since) + spec.blocker_deadline, permission.deadline(spec, state))
end

-- Returns the objection from the last answer of the blockers, if it still counts at `now`; nil if the
-- blockers must be asked again.
local function standing_block(spec, state, answer, now, since)
    if not answer or not answer.reason or since and answer.at < since then return nil end
    local limit = gives_up_at(spec, state, answer.at)
    if answer.asked_at >= limit then
        local waited = text.duration((now - (state.blocked_since or answer.at)) // 1)
        return { stop = "blocked", why = ("waited %s for blockers: %s"):format(waited, answer.reason) }
    end
    local until_at = math.min(answer.at + spec.blocker_retry, limit)
    if now >= until_at then return nil end
    return { waits_for = "blockers", why = answer.reason, until_at = until_at }
end

local function blocked(spec, state, view, now, since)
    if not spec.blockers then return nil end
    local answer = view.blockers
    local block = standing_block(spec, state, answer, now, since)
    if block then return block end
    local is_valid = answer and not answer.reason and answer.at >= math.min(since or now, now) - UNBLOCKED_AGE
    if is_valid then return nil end
    return { needs = "blockers", why = "the blockers have not answered" }
end

-- MARK: All together

-- The window comes before the blockers: while the window is closed, it does not matter what blocks.
local RULES = {
    asked_to_stop, canary_failed, too_many_failures, past_deadline, at_checkpoint, outside_window, blocked,
}

-- Returns the objection because of a request to stop or of failures: it needs no fact from outside.
function permission.failure(spec, state, view)
    return asked_to_stop(spec, state, view) or canary_failed(spec, state) or too_many_failures(spec, state)
end

-- Returns the first objection to a reboot that begins now; nil if nothing objects. An answer of the blockers
-- counts if it was given after `since`, or shortly before if nothing blocked.
function permission.objection(spec, state, view, now, since)
    if state.stopped then return { why = state.stopped.reason, is_over = true } end
    for _, rule in ipairs(RULES) do
        local objection = rule(spec, state, view, now, since)
        if objection then return objection end
    end
    return nil
end

return permission
