-- Leaves instances out of a selection: by id, name or row, or by a function of the script.

local need = ...
local question, misused = need "world/question", need("options/specification").refuse

local exclusion = {}

-- MARK: By name

-- Returns the ids and names in a list of ids, names and rows, each mapped to whether an instance is known to
-- have it (false at first).
local function names_of(list)
    local names = {}
    for _, item in ipairs(list) do names[type(item) == "table" and item.instanceId or item] = false end
    return names
end

-- Returns whether a row has one of the ids or names, and marks that id or name as known.
local function is_named(names, row)
    local found = false
    for _, name in ipairs { row.instanceId, row.instanceName } do
        if names[name] ~= nil then names[name], found = true, true end
    end
    return found
end

local function unknown_of(names)
    local unknown = {}
    for name, is_known in next, names do
        if not is_known then unknown[#unknown + 1] = name end
    end
    table.sort(unknown)
    return unknown
end

-- Returns the rows that stay, and the ids and names that no instance has: the caller treats these as an
-- error. An instance outside the selection makes its id and name known as well.
local function without_named(list, rows, list_all)
    local kept, names = {}, names_of(list)
    for _, row in ipairs(rows) do
        if not is_named(names, row) then kept[#kept + 1] = row end
    end
    if #unknown_of(names) > 0 then
        for _, row in ipairs(list_all()) do is_named(names, row) end
    end
    return kept, unknown_of(names)
end

-- MARK: By a function

local function without_refused(fn, rows)
    local kept = {}
    for _, row in ipairs(rows) do
        local ok, answer = question.ask(question.LIMIT, fn, row.instanceId, row)
        if not ok then misused("exclude: %s, for %s", answer, row.instanceId) end
        if type(answer) ~= "boolean" then
            misused("exclude answered %s for %s; true or false is expected", type(answer), row.instanceId)
        end
        if not answer then kept[#kept + 1] = row end
    end
    return kept, {}
end

-- Returns the rows that stay, and the ids and names that no instance has. `list_all()` lists every instance
-- of the account.
function exclusion.apply(exclude, rows, list_all)
    if type(exclude) == "function" then return without_refused(exclude, rows) end
    return without_named(exclude, rows, list_all)
end

return exclusion
