-- Decides what a roll does next: a pure function of its specification, its state and a view of the world
-- outside.
--
-- The answer is a table with one of
--   events   events to append together; `lack` says why the batch `batch` found no room
--   needs    a missing fact: `look` (`newer_than`), `consents` (of `ids`), `before` (of `ids`), `blockers`,
--            `uptimes` or `approval`; `batch` is the number of the batch that needs the fact
--   wake_at  when to decide again if nothing happens until then
--   over     true if only the last look is left to do

local need = ...
local permission, choice, batch, clearance, pace =
    need "core/permission", need "core/choice", need "core/batch", need "core/clearance", need "core/pace"
local freshness, text = need "core/freshness", need "core/text"

local decide = {}

-- The key of `view.since` for the next batch: the view keeps the time at which the choice of the batch began.
decide.CHOICE = "choice"

-- MARK: Sizes

local function is_canary(spec, state) return spec.canary ~= nil and not state.is_past_canary end

-- The number of instances that must be done before the canary is over.
local function canary_size(spec, state)
    return math.min(pace.size(spec.numbers, 1), #state.rows - state.headcount:at "skipped")
end

-- Returns the size of the next batch: the rest of the canary, or the next step of the ramp.
local function batch_size(spec, state)
    if is_canary(spec, state) then
        return math.max(1, canary_size(spec, state) - state.headcount:at "done")
    end
    if spec.mode == "rolling" then
        local step = pace.step(spec.numbers, state.headcount:at "done")
        return pace.size(spec.numbers, step) - state.headcount.busy
    end
    local before = state.canary_batches > 0 and state.canary_batches - 1 or 0
    return pace.size(spec.numbers, state.batches - before + 1)
end

-- Cuts the size of the next batch at the next checkpoint.
local function next_size(spec, state)
    local left = pace.until_checkpoint(spec.numbers, state.headcount:at "done", state.approved_up_to)
    return math.min(batch_size(spec, state), left - state.headcount.busy)
end

-- MARK: Waits

local function event(fields) return { events = { fields } } end

local function stop(by, why) return event { kind = "stopping", by = by, text = why } end

local function wait(reason, until_at, why, since)
    return event { kind = "waiting", reason = reason, text = why, wait_until = until_at, since = since }
end

-- Continues the present wait. It ends at its time, at the deadline, on a stop, and at too many failures.
local function rest(spec, state, view, now)
    local waiting = state.waiting
    local wake_at = math.min(waiting.wait_until, permission.deadline(spec, state))
    local is_over = state.stopped or now >= wake_at or permission.failure(spec, state, view)
    if is_over then return event { kind = "waited" } end
    return { wake_at = wake_at }
end

-- Waits while no instance may go down, for at most `blocker_deadline`. The time counts from the first look
-- that finds no room until another batch begins, without the time in which the window is closed. A look from
-- before the limit does not stop the roll.
local function wait_for_room(spec, state, now, looked_at, lack)
    local looked = looked_at - state.began - state.closed_seconds
    local since = state.no_room_since or looked
    if looked - since >= spec.blocker_deadline then
        return stop("blocked", ("waited %s for room: %s"):format(text.duration((looked - since) // 1), lack))
    end
    local events = {}
    if looked - since >= spec.blocker_retry and not state.is_stalled then
        events[1] = { kind = "note", text = "stalled: " .. lack, stalled = true }
    end
    local left = spec.blocker_deadline - (now - state.began - state.closed_seconds - since)
    events[#events + 1] = {
        kind = "waiting", reason = "room", text = lack, since = since,
        wait_until = now + math.min(spec.blocker_retry, math.max(left, 0.001)),
    }
    return { events = events }
end

-- MARK: A roll that goes on in another life

-- Whether the roll begins nothing more, so that it needs no preparation either.
local function is_ending(spec, state, view, now)
    return state.stopped or view.stop or now >= permission.deadline(spec, state)
end

-- Before a later life begins anything, it waits until no request of an earlier life is under way, and looks
-- at the whole fleet. Returns nil once both are done, or if the roll begins nothing more.
local function take_over(spec, state, view, now)
    if state.life == 1 then return nil end
    local waiting, is_over = state.waiting, is_ending(spec, state, view, now)
    if waiting and waiting.reason == "unanswered" then
        if is_over or now >= waiting.wait_until then return event { kind = "waited" } end
        return { wake_at = math.min(waiting.wait_until, permission.deadline(spec, state)) }
    end
    if is_over or view.looked_at then return nil end
    return { needs = "look", keep = clearance.LOOK_KEEPS }
end

-- MARK: Questions

local function approver(spec, subject)
    if subject == "canary" then return spec.canary.approve end
    return subject == "checkpoint" and spec.checkpoint.approve or spec.approve
end

decide.approver = approver

-- Ends a question that was not approved in time. At the timeout of a checkpoint with
-- `on_timeout = "continue"`, the roll goes on; in all other cases it stops.
local function unapproved(spec, state, view, now)
    local question = state.question
    local answer = {
        kind = "answer", subject = question.subject, count = question.count, approved = false, by = "timeout",
    }
    local goes_on = question.subject == "checkpoint" and spec.checkpoint.on_timeout == "continue"
    if view.stop or state.stopped then return { events = { answer } } end
    if now >= permission.deadline(spec, state) then
        local stopping = { kind = "stopping", by = "deadline", text = permission.deadline_words(spec) }
        return { events = { answer, stopping } }
    end
    if goes_on then
        answer.approved = true
        return { events = { answer } }
    end
    local by, words = "failures", question.text
    if question.subject ~= "failures" then
        local waited = text.duration((now - question.since) // 1)
        by, words = "checkpoint", ("waited %s for approval: %s"):format(waited, question.text)
    end
    return { events = { answer, { kind = "stopping", by = by, text = words } } }
end

local function ask(spec, state, view, now)
    local question, answer = state.question, view.approval
    if answer and answer.since == question.since then
        local approved = {
            kind = "answer", subject = question.subject, count = question.count, approved = true,
            by = answer.by,
        }
        if question.subject ~= "canary" then return event(approved) end
        return { events = { approved, { kind = "canary", passed = true } } }
    end
    local is_over = view.stop or state.stopped or now >= question.wait_until
    if is_over then return unapproved(spec, state, view, now) end
    return { needs = "approval", wake_at = question.wait_until }
end

-- The least time for an answer to a question that an earlier process has asked, in seconds.
local SECOND_PATIENCE = 60

-- Asks for approval. A question that an earlier process asked without an answer goes on: an approval that was
-- given meanwhile counts, and the question gets no more than SECOND_PATIENCE of additional time.
local function question(spec, state, now, subject, words, count, patience)
    local until_at, asked, number = now + patience, state.unanswered, nil
    if asked and asked.subject == subject and asked.count == count then
        until_at, number = math.max(asked.wait_until, now + SECOND_PATIENCE), asked.number
    end
    return {
        kind = "question", subject = subject, text = words, count = count, number = number,
        wait_until = math.min(until_at, permission.deadline(spec, state)),
    }
end

-- MARK: Objections

local function answer_objection(spec, state, now, objection)
    if objection.stop then return stop(objection.stop, objection.why) end
    if objection.question then
        local asked = objection.question
        return event(question(spec, state, now, asked.subject, asked.text, asked.count, asked.patience))
    end
    if objection.needs then return { needs = objection.needs } end
    local until_at = math.min(objection.until_at, permission.deadline(spec, state))
    return wait(objection.waits_for, until_at, objection.why)
end

-- MARK: The canary

-- Returns the wait after a batch with requests; nil if the batch is not watched.
local function watch_of(spec, state, now)
    if not is_canary(spec, state) then
        if spec.mode == "rolling" or spec.bake_time == 0 then return nil end
        return wait("bake", now + spec.bake_time)
    end
    -- Some instances wait for another turn.
    if state.headcount:at "done" < canary_size(spec, state) then return nil end
    return wait("canary", now + spec.canary.bake_time)
end

-- Returns what follows a batch: an objection or a wait. After the deadline, the canary is not watched.
local function after_batch(spec, state, view, now)
    local objection = permission.failure(spec, state, view)
        or is_canary(spec, state) and permission.past_deadline(spec, state, now)
    if objection then return answer_objection(spec, state, now, objection) end
    return watch_of(spec, state, now)
end

-- The canary is watched for longer than other batches. After that, the fleet is looked at again, and an
-- operator may have to approve.
local function after_canary(spec, state, view, now)
    local objection = permission.failure(spec, state, view) or permission.past_deadline(spec, state, now)
    if objection then return answer_objection(spec, state, now, objection) end
    local look = view.look
    if not look or look.at < state.canary_watched_at then
        return { needs = "look", newer_than = state.canary_watched_at }
    end
    if not spec.canary.approve then return event { kind = "canary", passed = true } end
    return { events = {
        { kind = "canary", passed = false },
        question(spec, state, now, "canary", "the canary is healthy", nil, spec.pause_timeout),
    } }
end

-- MARK: The next batch

local function is_open(state) return #state.open_batches > 0 end

-- Whether a look is recent enough to choose instances by it. A drain follows the choice at once and takes an
-- instance out of load: with a drain, the look must be recent enough for a reboot. Each reboot has a look of
-- its own before it.
local function is_fresh(spec, look, now, since)
    local age = now - look.at
    if age <= clearance.LOOK_AGE then return true end
    return look.ended_at >= since and (not spec.drain or age <= clearance.LOOK_AGE + look.slow)
end

-- Chooses the next batch, or returns why no batch can be chosen.
local function begin(spec, state, view, now)
    local size = next_size(spec, state)
    if size <= 0 and is_open(state) then return { wake_at = math.huge } end
    local since = view.since[decide.CHOICE] or now
    local objection = permission.objection(spec, state, view, now, since)
    if objection then return answer_objection(spec, state, now, objection) end
    if spec.skip_if_booted_since and not view.has_uptimes then return { needs = "uptimes" } end
    local look = view.look
    if not look or not is_fresh(spec, look, now, since) then
        return { needs = "look", keep = clearance.LOOK_KEEPS }
    end
    if size <= 0 then
        return wait_for_room(spec, state, now, look.at, "the limit of instances down is reached")
    end
    if state.lack then return wait_for_room(spec, state, now, look.at, state.lack) end
    local answer = choice.next(spec, state, view, size, since)
    if answer.ended then return { events = answer.ended } end
    if answer.ask then return { needs = "consents", ids = answer.ask } end
    if answer.ids then return event { kind = "chosen", ids = answer.ids, batch = state.choices + 1 } end
    -- Another look may find room. If an instance of an open batch ends earlier, the roll decides again at
    -- once.
    if is_open(state) then return { wake_at = math.max(now, look.at + clearance.LOOK_AGE) + 1 } end
    return wait_for_room(spec, state, now, look.at, answer.lack)
end

-- After the last batch: with `mode = "rolling"`, all instances are watched for one more bake time.
local function finish(spec, state, now)
    if state.headcount.busy > 0 then return { wake_at = math.huge } end
    if spec.mode == "rolling" and not state.has_baked and not state.stopped and spec.bake_time > 0 then
        return wait("bake", now + spec.bake_time)
    end
    return { over = true }
end

-- Decides what is next beside the open batches: waits, approvals, the canary, and the next batch.
local function between(spec, state, view, now)
    if state.waiting then return rest(spec, state, view, now) end
    if state.question then return ask(spec, state, view, now) end
    if state.stopped then return is_open(state) and { wake_at = math.huge } or finish(spec, state, now) end
    if is_open(state) and (spec.mode == "batch" or is_canary(spec, state)) then
        return { wake_at = math.huge }
    end
    local watch = state.is_unwatched and after_batch(spec, state, view, now)
    if watch then return watch end
    if is_canary(spec, state) and state.canary_watched_at and not state.is_canary_well then
        return after_canary(spec, state, view, now)
    end
    if state.queue:is_empty() then
        return is_open(state) and { wake_at = math.huge } or finish(spec, state, now)
    end
    return begin(spec, state, view, now)
end

-- MARK: All together

-- Returns the key of `view.pending` for a missing fact: the view keeps which facts are being asked for.
function decide.key_of(answer)
    return answer.batch and answer.needs .. " of " .. batch.key(answer.batch) or answer.needs
end

-- Returns the answer, or a wait if its missing fact is already being asked for.
local function unless_asked(view, answer)
    if not answer.needs or not view.pending[decide.key_of(answer)] then return answer end
    return { wake_at = answer.wake_at or math.huge }
end

function decide.next(spec, state, view, now)
    local first = take_over(spec, state, view, now)
    if first then return unless_asked(view, first) end
    local wake_at = math.huge
    for _, chosen in ipairs(state.open_batches) do
        local answer = unless_asked(view, batch.next(spec, state, view, now, chosen))
        if answer.events or answer.needs then return answer end
        wake_at = math.min(wake_at, answer.wake_at)
    end
    local answer = unless_asked(view, between(spec, state, view, now))
    if not answer.wake_at or answer.needs then return answer end
    local fresh = unless_asked(view, freshness.next(spec, state, view, now))
    if fresh.needs then return fresh end
    return { wake_at = math.min(answer.wake_at, fresh.wake_at, wake_at) }
end

return decide
