-- The final check: whether the instances of a batch, or of its next part, may be rebooted right now.

local need = ...
local permission, choice, room = need "core/permission", need "core/choice", need "core/room"

local clearance = {}

-- LOOK_AGE: how old a look at the other instances may be when a reboot is requested. LOOK_KEEPS: a health
-- check that passed within this time before the look is not repeated. Both are in seconds.
clearance.LOOK_AGE, clearance.LOOK_KEEPS = 10, 5

local function back(list, row, step, reason, excused)
    list[#list + 1] = { id = row.id, step = step, reason = reason, excused = excused }
end

local function all_back(rows, reason, lack)
    local list = {}
    for _, row in ipairs(rows) do back(list, row, "planned", reason) end
    return { back = list, lack = lack }
end

-- MARK: What the script says

-- Returns the rows that `only_if` still allows, the outcomes of the other rows, the ids about which `only_if`
-- must be asked, and whether an answer fails an instance.
local function wanted(spec, view, rows, since)
    local kept, others, ask, has_failed = {}, {}, {}, false
    for _, row in ipairs(rows) do
        local answer, reason = choice.consent(spec, view, row, since)
        if answer == nil then
            ask[#ask + 1] = row.id
        elseif answer == true then
            kept[#kept + 1] = row
        else
            back(others, row, answer, reason, answer == "skipped" or nil)
            has_failed = has_failed or answer == "failed"
        end
    end
    return kept, others, ask, has_failed
end

-- MARK: What a look shows

-- Returns the rows that have room, the number of instances down with their reboots, and why no row has room.
-- Adds the outcomes of the other rows to `others`.
local function allowed(spec, state, look, rows, others)
    local left, ready, kept, lacks_room = room.new(spec, state, look, rows), {}, {}, false
    for _, row in ipairs(rows) do
        local obstacle = choice.obstacle(row, look)
        if obstacle then
            back(others, row, "skipped", obstacle)
        elseif choice.is_missing(row, look) then
            back(others, row, "planned")
            lacks_room = true
        else
            ready[#ready + 1] = row
        end
        -- An instance of the batch that is already down takes room whether it is rebooted now or not: it is
        -- counted before the others.
        if look.down[row.id] and not row.gone then left:take(row, false) end
    end
    for _, row in ipairs(ready) do
        local is_down = look.down[row.id] ~= nil
        if left:fits(row, is_down) then
            left:take(row, is_down)
            kept[#kept + 1] = row
        else
            back(others, row, "planned")
            lacks_room = true
        end
    end
    local lack = lacks_room and #kept == 0 and left:lack(spec, state, look, ready[1] or rows[1]) or nil
    return kept, left.total, lack
end

-- MARK: All together

-- Decides about `rows` of one batch; `since` is when this check began. Returns a table with one of
--   needs    a missing fact: `consents` (of `ids`), `before`, `blockers` or `look`
--   go       the rows that may be rebooted now; `down` is the number of instances that are down then
-- and with `back`, the outcomes of the other rows: { id, step, reason, excused }. `lack` gives the reason if
-- no row may go: no room, or a blocker.
function clearance.decide(spec, state, view, now, rows, since)
    local kept, others, ask, has_failed = wanted(spec, view, rows, since)
    local objection = permission.objection(spec, state, view, now, since)
    local needs = objection and objection.needs
    if objection and not needs and not objection.waits_for then return all_back(rows, objection.why) end
    if #ask > 0 then return { needs = "consents", ids = ask } end
    if has_failed then
        local answer = all_back(kept, "only_if failed for another instance of the batch")
        table.move(others, 1, #others, #answer.back + 1, answer.back)
        return answer
    end
    if #kept == 0 then return { back = others } end
    if not view.before[rows[1].batch] then return { needs = "before" } end
    if needs then return { needs = needs } end
    if objection then
        local why = (objection.waits_for == "blockers" and "blocked: " or "") .. objection.why
        local answer = all_back(kept, why, objection.waits_for == "blockers" and why or nil)
        table.move(others, 1, #others, #answer.back + 1, answer.back)
        return answer
    end
    local look = view.look
    if not look or now - look.at > clearance.LOOK_AGE + look.slow then
        return { needs = "look", keep = clearance.LOOK_KEEPS }
    end
    local go, down, lack = allowed(spec, state, look, kept, others)
    return { go = go, down = down, back = others, lack = lack }
end

-- Returns why a batch whose intent is stored may not be requested any more; nil if it may. Only the
-- objections are checked: since the clearance, the batch has waited for nothing but the journal.
function clearance.still(spec, state, view, now, since)
    local objection = permission.objection(spec, state, view, now, since)
    return objection and objection.why
end

return clearance
