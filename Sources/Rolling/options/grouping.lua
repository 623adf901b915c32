-- Finds the group of each instance: by a field of its row, a tag, or a function of the script.

local need = ...
local host = need "world".host
local call_hook = host.call_hook
local refuse = need("options/specification").refuse

local grouping = {}

local function answer_of(fn, row)
    local ok, group = call_hook(fn, row.instanceId, row)
    if not ok then refuse("group_by: %s", type(group) == "table" and group.message or tostring(group)) end
    if group == nil then refuse("group_by: it answers nothing for %s", row.instanceId) end
    return tostring(group)
end

-- Returns the group of a row: the value of a field, the value of a tag (`tags.rack`), or the result of a
-- function. Returns "" if the row has no such value.
local function group_of(spec, row)
    local by = spec.group_by
    if by == nil then return "" end
    if type(by) == "function" then return answer_of(by, row) end
    local tag = by:match("^tags%.(.+)$")
    local value = tag and (row.tags or {})[tag] or rawget(row, by)
    return value == nil and "" or tostring(value)
end

-- Returns rows of the inventory as members of a roll: { id =, name =, group =, row = }. Raises an error if no
-- instance has a group.
function grouping.members(spec, rows)
    local members, has_group = {}, #rows == 0 or spec.group_by == nil
    for i, row in ipairs(rows) do
        local group = group_of(spec, row)
        members[i] = {
            id = row.instanceId, name = row.instanceName or row.instanceId, group = group, row = row,
        }
        has_group = has_group or group ~= ""
    end
    if not has_group then
        local by = spec.group_by
        local problem = type(by) == "string" and host.field_problem("zec.instance", by)
        refuse("group_by: %s", problem or ("no instance has '%s'"):format(tostring(by)))
    end
    return members
end

return grouping
