-- Finds the instances of a roll that an earlier process began: the instances in the journal, in their order.

local need = ...
local world = need "world"
local selection, hooks = need "options/selection", need "options/hooks"
local log, sleep, try, visible = world.log, world.sleep, world.try, world.visible

local members = {}

-- For how long an instance that the cloud does not list is looked for, and the time between two requests, in
-- seconds: one answer of the cloud may lack a row.
local PATIENCE, PAUSE = 60, 10

local function missing_of(ids, rows)
    local missing = {}
    for _, id in ipairs(ids) do
        if not rows[id] then missing[#missing + 1] = id end
    end
    return missing
end

-- Returns the rows of the inventory by id, and the ids of the instances that the cloud does not list.
local function rows_of(ids)
    local rows = selection.rows(ids)
    local missing = missing_of(ids, rows)
    for _ = 1, PATIENCE // PAUSE do
        if #missing == 0 then break end
        sleep(PAUSE)
        for id, row in next, selection.rows(missing) do rows[id] = row end
        missing = missing_of(ids, rows)
    end
    return rows, missing
end

-- Returns the members of a roll by its state: { id =, name =, group =, row = }, and the ids of the instances
-- that the cloud does not list.
function members.of(state)
    local ids, list, known = {}, {}, {}
    for i, row in ipairs(state.rows) do ids[i] = row.id end
    local rows, gone = rows_of(ids)
    for i, row in ipairs(state.rows) do
        local found = rows[row.id] or { instanceId = row.id, instanceName = row.name }
        list[i], known[i] = { id = row.id, name = row.name, group = row.group, row = found }, found
    end
    hooks.know(known)
    return list, gone
end

-- The limit of names in one log line.
local NAMED = 20

-- Logs the instances that the filter matches and that are not members of the roll: they wait for the next
-- campaign.
function members.tell_new(spec, state)
    if not spec.filter then return end
    local rows, names = try(selection.matching, spec), {}
    for _, row in ipairs(rows or {}) do
        if not state.by_id[row.instanceId] then names[#names + 1] = row.instanceName or row.instanceId end
    end
    if #names == 0 then return end
    local more = #names > NAMED and (" and %d more"):format(#names - NAMED) or ""
    log.info("%s: new matches of the filter wait for the next campaign: %s%s", spec.name,
        visible(table.concat(names, ", ", 1, math.min(#names, NAMED))), more)
end

return members
