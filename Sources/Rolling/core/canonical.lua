-- Options as text, so that two specifications can be compared. Of a function no more is known than that it is
-- there.

local need = ...
local amounts = need "core/amounts"

local canonical = {}

-- What says where the report goes, who is told and when a roll goes on decides nothing; the selection has a
-- text of its own.
local NOT_COVERED = {
    report = true, remaining = true, notify = true, require_plan = true, instances = true,
    instances_file = true, filter = true, exclude = true, resume = true, resume_within = true,
    was_given = true, name = true, handle = true, longest = true, numbers = true,
}

-- MARK: For a hash

-- A table's fields in a fixed order.
local function text_of_table(value)
    local parts = {}
    for name, item in pairs(value) do
        if not NOT_COVERED[name] then
            parts[#parts + 1] = ("%s=%s"):format(tostring(name), canonical.text(item))
        end
    end
    table.sort(parts)
    return "{" .. table.concat(parts, ";") .. "}"
end

-- Everything that decides anything in a value, on one line.
function canonical.text(value)
    if type(value) == "table" then return text_of_table(value) end
    if type(value) == "function" then return "function" end
    return tostring(value)
end

-- MARK: For people

local shown

local function shown_list(list)
    local items = {}
    for i, item in ipairs(list) do items[i] = shown(item) end
    return table.concat(items, ", ")
end

local function shown_fields(fields)
    local items = {}
    for name, item in next, fields do
        if not NOT_COVERED[name] then items[#items + 1] = ("%s = %s"):format(tostring(name), shown(item)) end
    end
    table.sort(items)
    return "{ " .. table.concat(items, ", ") .. " }"
end

-- An amount as it was written, a list without braces, any other table with sorted fields.
function shown(value)
    if type(value) ~= "table" then return canonical.text(value) end
    if value.count or value.percent then return amounts.text(value) end
    return value[1] ~= nil and shown_list(value) or shown_fields(value)
end

canonical.shown = shown

-- The options that a specification was given, one line each; without the selection.
function canonical.options(spec)
    local lines = {}
    for name in next, spec.was_given do
        if not NOT_COVERED[name] then lines[#lines + 1] = ("%s = %s"):format(name, shown(spec[name])) end
    end
    table.sort(lines)
    return table.concat(lines, "\n")
end

-- MARK: Differences

local function set_of_lines(text)
    local set = {}
    for line in text:gmatch "[^\n]+" do set[line] = true end
    return set
end

local function lines_without(text, others)
    local lines = {}
    for line in text:gmatch "[^\n]+" do
        if not others[line] then lines[#lines + 1] = line end
    end
    return #lines > 0 and table.concat(lines, "; ") or "nothing"
end

-- The lines that only the first, and only the second of two texts has.
function canonical.difference(first, second)
    return lines_without(first, set_of_lines(second)), lines_without(second, set_of_lines(first))
end

return canonical
