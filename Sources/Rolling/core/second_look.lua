-- A second look at the instances that are done: before each further batch, after the canary, and at the end.
-- A done instance that is no longer healthy becomes failed.

local second_look = {}

local function failed(row, now)
    local reason = "healthy after its reboot, but not any more: " .. now
    return { kind = "ended", id = row.id, outcome = "failed", reason = reason }
end

-- Returns the events that follow from a look at the fleet. An instance that is both gone and down fails only
-- once.
function second_look.events(state, look)
    local events, is_gone = {}, {}
    for _, id in ipairs(look.gone) do
        events[#events + 1] = { kind = "inventory", id = id, gone = true }
        is_gone[id] = true
        local row = state.by_id[id]
        if row.step == "done" then events[#events + 1] = failed(row, "is not in the inventory any more") end
    end
    for _, id in ipairs(look.well) do
        if state.by_id[id].is_unwell then
            events[#events + 1] = { kind = "inventory", id = id, well = true }
        end
    end
    if state.headcount:at "done" == 0 then return events end
    local ids = {}
    for id in next, look.down do ids[#ids + 1] = id end
    table.sort(ids)
    for _, id in ipairs(ids) do
        local row = state.by_id[id]
        if row.step == "done" and not is_gone[id] then events[#events + 1] = failed(row, look.down[id]) end
    end
    return events
end

-- Returns events that make all done instances uncertain, if no look can tell whether they are healthy.
function second_look.give_up(state, problem)
    local events = {}
    for _, row in ipairs(state.rows) do
        if row.step == "done" then
            events[#events + 1] = {
                kind = "ended", id = row.id, outcome = "uncertain",
                reason = "was done, but could not be looked at again: " .. problem,
            }
        end
    end
    return events
end

return second_look
