-- Formats a list of rows, such as the result of zec.instances, as a table for a terminal.

local host, visible, visible_width = host, visible, visible_width

local FIRST_COLUMNS = {
    "instanceId", "instanceName", "zoneId", "status", "instanceType", "publicIpAddresses", "tags",
}
local ROWS_MAX = 1000

local function cell_text(value)
    if value == nil then return "" end
    if type(value) ~= "table" then return tostring(value) end
    if value[1] ~= nil then
        return #value == 1 and tostring(value[1]) or ("%s +%d"):format(value[1], #value - 1)
    end
    local parts = {}
    for key, item in next, value do
        if type(item) == "table" then return "{…}" end
        parts[#parts + 1] = ("%s=%s"):format(key, item)
    end
    table.sort(parts)
    return table.concat(parts, " ")
end

-- Returns true if a value is a list of at least two tables, each with named fields.
local function is_list_of_rows(value)
    if type(value) ~= "table" or #value < 2 then return false end
    for key, row in next, value do
        local is_row = type(row) == "table" and type(next(row)) == "string"
        if math.type(key) ~= "integer" or not is_row then return false end
    end
    return true
end

-- Returns the columns: for instances, a fixed choice; for other rows, every field of the first 20 rows.
local function columns_of(rows)
    local columns, seen = {}, {}
    local function add(name)
        if not seen[name] then columns[#columns + 1], seen[name] = name, true end
    end
    if rawget(rows[1], "instanceId") ~= nil and rawget(rows[1], "zoneId") ~= nil then
        for _, name in ipairs(FIRST_COLUMNS) do add(name) end
        return columns
    end
    for position = 1, math.min(#rows, 20) do
        local names = {}
        for name in next, rows[position] do names[#names + 1] = tostring(name) end
        table.sort(names)
        for _, name in ipairs(names) do add(name) end
    end
    return columns
end

-- Returns the widths of the first columns, as many as fit into `width`.
local function widths_of(columns, rows, width)
    local widths, sum = {}, 0
    for position, name in ipairs(columns) do
        local widest = #name
        for row = 1, math.min(#rows, ROWS_MAX) do
            widest = math.max(widest, visible_width(cell_text(rawget(rows[row], name))))
        end
        widest = math.min(widest, 40)
        if sum + widest > width and position > 1 then break end
        widths[position], sum = widest, sum + widest + 2
    end
    return widths
end

-- Cuts a text after `width - 1` characters, and not within a character; a text that is not UTF-8 after bytes.
local function shortened(text, width)
    local stop = utf8.len(text) and utf8.offset(text, width) or width
    return text:sub(1, stop - 1) .. "…"
end

-- Formats a list of rows as a table with a heading. Returns nil for any other value.
function host.row_table(value, width)
    if not is_list_of_rows(value) then return nil end
    local columns = columns_of(value)
    local widths = widths_of(columns, value, width)
    local lines = {}
    local function add(text_of)
        local cells = {}
        for position = 1, #widths do
            local text = text_of(columns[position])
            if visible_width(text) > widths[position] then text = shortened(text, widths[position]) end
            cells[position] = visible(text, widths[position])
        end
        lines[#lines + 1] = (table.concat(cells, "  "):gsub("%s+$", ""))
    end
    add(function(name) return name end)
    for position = 1, math.min(#value, ROWS_MAX) do
        add(function(name) return cell_text(rawget(value[position], name)) end)
    end
    if #value > ROWS_MAX then lines[#lines + 1] = ("… %d more rows"):format(#value - ROWS_MAX) end
    return table.concat(lines, "\n")
end
