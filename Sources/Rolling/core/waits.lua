-- What a roll waits for, in words: the reason, until when, and what ends the wait.

local need = ...
local permission, decide, text = need "core/permission", need "core/decide", need "core/text"

local waits = {}

-- Returns how an operator or the script approves, in words.
local function how_to_approve(approve)
    if type(approve) ~= "string" then return "the approve function of the script decides" end
    return "to approve: touch " .. approve
end

local ASKED = {
    checkpoint = "approval of %s", canary = "approval to go on: %s", failures = "approval to go on after %s",
}

-- Returns the wait for the answer to a question of the roll.
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

-- Returns when the roll gives up a wait. A wait for blockers or for room consists of many short waits. If a
-- batch began in the meantime, for example to repeat a request, it ended the long wait: then the present
-- short wait ends by itself.
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

-- Returns what the roll waits for; nil if it waits for nothing:
--   words       what the roll waits for
--   reason      as in the event `waiting`, or `approval`
--   key         equal for waits that are parts of one wait
--   since, wait_until   on the clock of the events
--   how         how the wait can be ended, or when it ends by itself
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
