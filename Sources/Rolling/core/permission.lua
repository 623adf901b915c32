-- May it go? Every rule that lets a reboot begin, or keeps it from beginning, stands here once. Both askings
-- use it: the one before a batch is chosen, and the one right before its request.
--
-- The answer is nil where nothing speaks against it, or an objection:
--   why        in words
--   stop       the roll begins nothing any more, and what kind of stop that is
--   question   approval is needed first: { subject, text, count, patience }
--   waits_for  `window` or `blockers`: it may go later, not before `until_at`
--   needs      a fact that is missing: `blockers`

local need = ...
local thresholds, failures, text = need "core/thresholds", need "core/failures", need "core/text"

local permission = {}

-- MARK: Asked to stop

local function asked_to_stop(_, _, view)
    return view.stop and { stop = view.stop.by, why = view.stop.reason }
end

-- MARK: Failures

-- Why too much has failed; nil where it has not, or where that was approved.
function permission.excess(spec, state)
    if spec.on_failure == "continue" then return nil end
    if state.forgiven >= state.tally.failures then return nil end
    local reason = thresholds.reason(state.tally, spec, #state.rows)
    return reason and failures.named(reason, state)
end

-- One failure before the canary is over stops the roll, whatever may fail later.
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
        why = "too much has failed",
        question = {
            subject = "failures", text = reason, count = state.tally.failures, patience = spec.pause_timeout,
        },
    }
end

-- MARK: Time

-- Every life has the whole time.
function permission.deadline(spec, state)
    return spec.deadline and state.life_began + spec.deadline or math.huge
end

-- Why nothing is begun any more once the deadline has come.
function permission.deadline_words(spec)
    return ("the time limit of the roll has passed (deadline, %s)"):format(text.duration(spec.deadline))
end

function permission.past_deadline(spec, state, now)
    if now < permission.deadline(spec, state) then return nil end
    return { stop = "deadline", why = permission.deadline_words(spec) }
end

local function past_deadline(spec, state, _, now) return permission.past_deadline(spec, state, now) end

local function outside_window(spec, _, view, now)
    local window = view.window
    if not window or not window.reason then return nil end
    if spec.outside ~= "wait" or not window.wait then return { stop = "window", why = window.reason } end
    return { waits_for = "window", why = window.reason, until_at = now + window.wait + 1 }
end

-- MARK: Checkpoints

-- The highest checkpoint to which the roll has come, and which was not approved yet.
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

-- How old the answer of the blockers may be that nothing blocks, in seconds.
local UNBLOCKED_AGE = 5

-- When the roll gives up waiting for blockers that have blocked since a time.
local function gives_up_at(spec, state, since)
    return math.min((state.blocked_since or since) + spec.blocker_deadline, permission.deadline(spec, state))
end

-- Why the blockers block by an answer that still counts at `now`; nil where they have to be asked again.
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

-- The window comes before the blockers, for what blocks while it is closed does not matter.
local RULES = {
    asked_to_stop, canary_failed, too_many_failures, past_deadline, at_checkpoint, outside_window, blocked,
}

-- The objections that a failure raises, or a request to stop: they need no fact.
function permission.failure(spec, state, view)
    return asked_to_stop(spec, state, view) or canary_failed(spec, state) or too_many_failures(spec, state)
end

-- The first objection to a reboot that begins now; nil where there is none. Answers of blockers that were
-- given since `since`, or shortly before, are good enough.
function permission.objection(spec, state, view, now, since)
    if state.stopped then return { why = state.stopped.reason, is_over = true } end
    for _, rule in ipairs(RULES) do
        local objection = rule(spec, state, view, now, since)
        if objection then return objection end
    end
    return nil
end

return permission
