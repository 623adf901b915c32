-- Chooses the instances of the next batch. Instances that are down, under way or uncertain take room first.

local need = ...
local room = need "core/room"

local choice = {}

-- The search for a batch ends after it passes over this number of instances without room in their group.
choice.PASSED_OVER_MAX = 1000

-- How old the answer of `only_if` may be when the search for a batch begins, in seconds.
local CONSENT_AGE = 5

-- MARK: One instance

-- Returns why an instance can't be rebooted, even if there is room; nil if nothing prevents its reboot.
function choice.obstacle(row, look)
    local status = look.status[row.id]
    if row.gone then return "is not in the inventory any more" end
    if status and status ~= "RUNNING" and status ~= "NOT_FOUND" then
        return "is " .. status .. ", not RUNNING"
    end
    return nil
end

-- Whether the cloud does not list the instance. The instance may be back in a moment: nothing is done with it
-- until the cloud lists it again, or until it is gone.
function choice.is_missing(row, look) return look.status[row.id] == "NOT_FOUND" end

-- Returns the answer of `only_if` about an instance: true, or an outcome and a reason; nil if `only_if` must
-- be asked again, because its last answer is older than `since`. An error, or any other answer, fails the
-- instance.
function choice.consent(spec, view, row, since)
    if not spec.only_if then return true end
    local answer = view.consents[row.id]
    if not answer or answer.at < since - CONSENT_AGE then return nil end
    if answer.ok and answer.value == true then return true end
    if answer.ok and answer.value == false then return "skipped", "only_if says no" end
    local given = answer.ok and type(answer.value) or answer.value
    return "failed", "only_if must answer true or false: " .. tostring(given)
end

-- Whether an instance must wait because groups go one after the other and another group is not finished.
local function waits_for_group(spec, state, row, first)
    if not spec.group_by or spec.group_order ~= "sequential" then return false end
    return first ~= nil and first.group ~= row.group or state.headcount:is_busy_outside(row.group)
end

local function ended(row, outcome, reason, batch)
    return {
        kind = "ended", id = row.id, outcome = outcome, reason = reason, batch = batch,
        excused = outcome == "skipped" and reason == "only_if says no" or nil,
    }
end

-- MARK: A batch

-- Chooses at most `size` instances that have room, by a look at the fleet. `only_if` is asked about each
-- instance for which it has not answered since `since`. Returns a table with one of
--   ask      ids about which `only_if` must be asked first
--   ended    events of instances that can't be rebooted at all: append them, then choose again
--   ids      the instances of the batch
--   lack     why no instance has room
function choice.next(spec, state, view, size, since)
    local look, number = view.look, state.choices + 1
    local left, ids, ask, passed_over, first, met = room.new(spec, state, look), {}, {}, 0, nil, nil
    local position = state.queue:next()
    while position and #ids < size and not left:is_full() and passed_over < choice.PASSED_OVER_MAX do
        local row = state.rows[position]
        if waits_for_group(spec, state, row, first) then break end
        first = first or row
        local is_down, obstacle = look.down[row.id] ~= nil, choice.obstacle(row, look)
        if obstacle then return { ended = { ended(row, "skipped", obstacle, number) } } end
        if choice.is_missing(row, look) or not left:fits(row, is_down) then
            passed_over, met = passed_over + 1, met or row
            if left.group_limit == math.huge and not choice.is_missing(row, look) then break end
        else
            local answer, reason = choice.consent(spec, view, row, since)
            if answer ~= nil and answer ~= true then
                return { ended = { ended(row, answer, reason, number) } }
            end
            if answer == nil then ask[#ask + 1] = row.id end
            left:take(row, is_down)
            ids[#ids + 1] = row.id
        end
        position = state.queue:next(position)
    end
    if #ask > 0 then return { ask = ask } end
    if #ids > 0 then return { ids = ids } end
    return { lack = left:lack(spec, state, look, met) }
end

return choice
