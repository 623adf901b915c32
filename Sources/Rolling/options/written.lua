-- Writes a selection as lines of text, so that two processes can compare their selections.

local need = ...
local host, canonical = need "world".host, need "core/canonical"

local written = {}

-- The limit of ids and names that are shown in full.
local SHOWN = 20

-- Returns sorted ids and names, because their order does not matter. A long list ends with its hash.
local function text_of(list)
    local sorted = table.move(list, 1, #list, 1, {})
    table.sort(sorted)
    local all = table.concat(sorted, ", ")
    if #sorted <= SHOWN then return all end
    return ("%s and %d more (sha256 %s)"):format(
        table.concat(sorted, ", ", 1, SHOWN), #sorted - SHOWN, host.sha256(all))
end

local function excluded(exclude)
    if type(exclude) == "function" then return "function" end
    local names = {}
    for i, item in ipairs(exclude) do names[i] = type(item) == "table" and item.instanceId or item end
    return text_of(names)
end

-- Returns the selection as text. `ids` are the ids that the specification names; nil if it has a filter.
function written.text(spec, ids)
    local lines = {}
    if spec.filter then lines[1] = "filter = " .. canonical.shown(spec.filter) end
    if spec.instances then lines[1] = "instances = " .. text_of(ids) end
    if spec.instances_file then
        lines[1] = ("instances_file = %s: %s"):format(spec.instances_file, text_of(ids))
    end
    if spec.exclude then lines[#lines + 1] = "exclude = " .. excluded(spec.exclude) end
    return table.concat(lines, "\n")
end

return written
