-- Specifications as text, so that two of them can be compared. A function is written as the word `function`:
-- its code is not compared.

local need = ...
local amounts = need "core/amounts"

local canonical = {}

-- The fields that the texts leave out. Options about reports, notifications and resuming do not change which
-- instances are rebooted, or how; the selection has a text of its own.
local NOT_COVERED = {
    report = true, remaining = true, notify = true, require_plan = true, instances = true,
    instances_file = true, filter = true, exclude = true, resume = true, resume_within = true,
    was_given = true, name = true, handle = true, longest = true, numbers = true,
}

-- MARK: For a hash

-- Writes the fields of a table in a fixed order.
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

-- Writes every field of a value that changes the roll, on one line.
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

-- Writes an amount as the script gives it, a list without braces, and any other table with sorted fields.
function shown(value)
    if type(value) ~= "table" then return canonical.text(value) end
    if value.count or value.percent then return amounts.text(value) end
    return value[1] ~= nil and shown_list(value) or shown_fields(value)
end

canonical.shown = shown

-- Returns the options that the script sets, one line each; without the selection.
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

-- Returns the lines that only the first text has, and the lines that only the second text has.
function canonical.difference(first, second)
    return lines_without(first, set_of_lines(second)), lines_without(second, set_of_lines(first))
end

return canonical
