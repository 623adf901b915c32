-- Decides what a chosen batch does next. A batch is drained and cleared (`core/clearance`), and its reboots
-- are requested part by part; it is over when none of its instances is under way any more. `core/follow`
-- decides about each instance after its request.
--
-- The answer is a table with one of
--   events   events to append together
--   needs    a missing fact, as in the answer of `clearance.decide`; `ids` if it is about some instances only
--   wake_at  when to decide again if nothing happens until then

local need = ...
local permission, clearance = need "core/permission", need "core/clearance"
local evidence, text, way = need "core/evidence", need "core/text", need "core/way"

local batch = {}

-- The time from an intent until its request is not sent any more, in seconds.
batch.REQUEST_WITHIN = 10

-- How often the objections are checked between two instances of a staggered batch, in seconds.
local STAGGER_LOOK = 5

-- The key of `view.since` for a batch: the view keeps the time at which the clearance of the batch began.
function batch.key(number) return "batch " .. number end

-- Whether an instance is put back into load without a request. It takes room until it is back.
local function is_going_back(row) return row.step == "undraining" and not row.asked_at end

-- Returns the rows of a batch that still wait for their request, and whether an instance of it is being
-- drained, or put back into load without a request.
local function waiting_rows(state, chosen)
    local waiting, is_changing = {}, false
    if state.headcount:chosen_of(chosen.number) == 0 then return waiting, is_changing end
    for _, id in ipairs(chosen.ids) do
        local row = state.by_id[id]
        if row.batch == chosen.number then
            is_changing = is_changing or row.step == "draining" or is_going_back(row)
            if row.is_reserved and (row.step == "planned" or row.step == "drained") then
                waiting[#waiting + 1] = row
            end
        end
    end
    return waiting, is_changing
end

local function ids_of(rows)
    local ids = {}
    for i, row in ipairs(rows) do ids[i] = row.id end
    return ids
end

-- Adds the events that give another turn, or an outcome, to instances that can't be rebooted now. A drained
-- instance is put back into load first.
local function events_of(back, events)
    local released = {}
    for _, item in ipairs(back) do
        local row = item.row
        if row.drained then
            events[#events + 1] = {
                kind = "undraining", ids = { row.id }, outcome = item.step, reason = item.reason,
                excused = item.excused,
            }
        elseif item.step == "planned" then
            released[#released + 1] = row.id
        else
            events[#events + 1] = {
                kind = "ended", id = row.id, outcome = item.step, reason = item.reason,
                excused = item.excused,
            }
        end
    end
    if #released > 0 then events[#events + 1] = { kind = "released", ids = released } end
    return events
end

local function all_back(rows, reason)
    local back = {}
    for i, row in ipairs(rows) do back[i] = { row = row, step = "planned", reason = reason } end
    return { events = events_of(back, {}) }
end

-- Returns the end event of an instance that booted after the roll began, although the journal has no reboot
-- request for it: an earlier process may have requested the reboot, and the event is lost. Returns nil for
-- any other instance.
local function end_of_unasked(spec, state, row, booted_at)
    if state.life == 1 or way.was_asked(row) then return nil end
    local after = evidence.unasked_boot(evidence.kind(spec), booted_at, state.opened_at, state.life_opened_at)
    if not after then return nil end
    local reason = "it booted %s after the roll began, and the journal has no reboot request for it"
    return {
        kind = "ended", id = row.id, outcome = "uncertain", reason = reason:format(text.duration(after // 1)),
    }
end

-- Divides the rows of a batch: rows whose reboot may be requested, and end events of instances whose reboot
-- must not be requested.
local function part(spec, state, view, chosen, rows)
    local go, ends, values = {}, {}, view.before[chosen.number].values
    for _, row in ipairs(rows) do
        local ended = end_of_unasked(spec, state, row, values[row.id])
        if ended then ends[#ends + 1] = ended else go[#go + 1] = row end
    end
    return go, ends
end

local function intent(spec, view, now, chosen, go, down)
    local before, problems, known = {}, {}, view.before[chosen.number]
    for i, row in ipairs(go) do
        local value = known.values[row.id]
        if value == nil then value = false end
        before[i], problems[i] = value, known.problems[row.id] or false
    end
    return {
        kind = "intent", ids = ids_of(go), batch = chosen.number, before = before, problems = problems,
        down = down, send_by = now + batch.REQUEST_WITHIN, next_at = now + spec.stagger,
    }
end

local function holds_drained(back)
    for _, item in ipairs(back) do
        if item.row.drained then return true end
    end
    return false
end

-- Decides about one part of a batch: which reboots may be requested now, and the outcomes of the other
-- instances. The evidence before the reboots is read once, for all rows in `waiting`.
local function clear(spec, state, view, now, chosen, rows, waiting)
    local since = view.since[batch.key(chosen.number)] or now
    local answer = clearance.decide(spec, state, view, now, rows, since)
    if answer.needs then
        return {
            needs = answer.needs, ids = answer.ids or ids_of(waiting), keep = answer.keep,
            batch = chosen.number,
        }
    end
    for _, item in ipairs(answer.back) do item.row = state.by_id[item.id] end
    local events = {}
    -- A drained instance that goes back takes room until it is back in load: the requests wait for that.
    if answer.go and #answer.go > 0 and not holds_drained(answer.back) then
        local go, ends = part(spec, state, view, chosen, answer.go)
        local down = answer.down - #ends
        if #go > 0 then events[1] = intent(spec, view, now, chosen, go, down) end
        table.move(ends, 1, #ends, #events + 1, events)
    end
    return { events = events_of(answer.back, events), lack = answer.lack, batch = chosen.number }
end

-- Returns the next step of `chosen`, an open batch of the state.
function batch.next(spec, state, view, now, chosen)
    local waiting, is_changing = waiting_rows(state, chosen)
    if is_changing then return { wake_at = math.huge } end
    if #waiting == 0 then
        if state.headcount:busy_of(chosen.number) > 0 then return { wake_at = math.huge } end
        local lack = chosen.asked == 0 and view.lacks[chosen.number] or nil
        return { events = { { kind = "batch_over", batch = chosen.number, lack = lack } } }
    end
    if spec.drain and waiting[1].step == "planned" and not state.stopped then
        return { events = { { kind = "draining", ids = ids_of(waiting) } } }
    end
    local is_staggered = spec.stagger > 0
    if is_staggered and chosen.asked > 0 then
        local objection = permission.objection(spec, state, view, now)
        if objection and not objection.needs then return all_back(waiting, objection.why) end
        if now < chosen.next_at then return { wake_at = math.min(chosen.next_at, now + STAGGER_LOOK) } end
    end
    local rows = is_staggered and { waiting[1] } or waiting
    return clear(spec, state, view, now, chosen, rows, waiting)
end

return batch
