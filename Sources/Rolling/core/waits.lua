-- What a roll waits for, in words: until when, and what ends the wait.

local need = ...
local permission, decide, text = need "core/permission", need "core/decide", need "core/text"

local waits = {}

-- How the roll is approved, in words.
local function how_to_approve(approve)
    if type(approve) ~= "string" then return "the approve function of the script decides" end
    return "to approve: touch " .. approve
end

local ASKED = {
    checkpoint = "approval of %s", canary = "approval to go on: %s", failures = "approval to go on after %s",
}

-- The wait for an answer to the question of the roll.
local function of_question(spec, question)
    return {
        reason = "approval", key = "approval " .. question.number, since = question.since,
        wait_until = question.wait_until,
        words = "waiting for " .. ASKED[question.subject]:format(question.text),
        how = how_to_approve(decide.approver(spec, question.subject)),
    }
end

local words = {}

function words.window(_, waiting) return "waiting for the maintenance window: " .. waiting.text end

function words.blockers(_, waiting) return "blocked by " .. waiting.text end

function words.room(_, waiting) return "waiting for room: " .. waiting.text end

function words.bake(state) return "baking after batch " .. state.batches end

function words.canary() return "baking the canary" end

function words.jitter() return "waiting a random time before the start (start_jitter)" end

function words.unanswered() return "waiting until no request of an earlier process is under way" end

local HOW = {
    blockers = "the blockers are asked again every %s; the roll stops at that time (blocker_deadline)",
    room = "the instances are looked at again every %s; the roll stops at that time (blocker_deadline)",
}

-- When the roll gives up: a wait for blockers or for room is made of many short ones. A batch that began in
-- the meantime, as where a request is repeated, has ended them; then the last short one ends by itself.
local function given_up_at(spec, state, waiting)
    local at = waiting.wait_until
    if waiting.reason == "blockers" and state.blocked_since then
        at = state.blocked_since + spec.blocker_deadline
    end
    if waiting.reason == "room" and state.no_room_since then
        at = state.began + state.closed_seconds + state.no_room_since + spec.blocker_deadline
    end
    return math.min(at, permission.deadline(spec, state))
end

-- What the roll waits for; nil where it waits for nothing:
--   words       what for
--   reason      as of the event `waiting`, or `approval`
--   key         equal for waits that are parts of one wait
--   since, wait_until   on the clock of the events
--   how         how the wait can be ended, and where it ends by itself, how
function waits.of(spec, state)
    if state.question then return of_question(spec, state.question) end
    local waiting = state.waiting
    if not waiting then return nil end
    local how = HOW[waiting.reason]
    return {
        reason = waiting.reason, since = waiting.since, wait_until = given_up_at(spec, state, waiting),
        words = words[waiting.reason](state, waiting), key = waiting.reason,
        how = how and how:format(text.duration(spec.blocker_retry)),
    }
end

return waits
