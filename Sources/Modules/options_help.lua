-- The text that `--help` prints, made from the declarations of script.options.

local host = host

local WIDTH = 80
local COLUMN_MAX = 30

local metavars = { integer = "N", number = "NUMBER", duration = "DURATION", string = "TEXT", list = "TEXT" }

local function metavar(option)
    if option.metavar then return option.metavar end
    if option.choices then return table.concat(option.choices, "|") end
    return metavars[option.type]
end

local function label(option)
    local short = option.short and ("-%s, "):format(option.short) or ""
    local value = option.type == "flag" and "" or " " .. metavar(option)
    return ("%s--%s%s"):format(short, option.name, value)
end

local function note(option)
    if option.required then return "required" end
    if option.type == "list" then return "may be given several times" end
    if option.type == "flag" then
        return option.default and ("on unless --no-%s"):format(option.name) or nil
    end
    return option.default ~= nil and ("%s unless set"):format(option.default) or nil
end

local function explanation(option)
    local remark = note(option)
    if not remark then return option.help or "" end
    return option.help and ("%s (%s)"):format(option.help, remark) or ("(%s)"):format(remark)
end

local function wrap(text, width)
    local lines, line = {}, nil
    for word in text:gmatch("%S+") do
        local longer = line and line .. " " .. word
        if longer and #longer <= width then
            line = longer
        else
            lines[#lines + 1] = line
            line = word
        end
    end
    lines[#lines + 1] = line
    return lines
end

-- Adds a label with its explanation beside it, or below it if the label is too long for the column.
local function add_row(lines, text, help, column)
    local beside = wrap(help, WIDTH - column)
    local first = "  " .. text
    if #first + 2 <= column and beside[1] then
        first = first .. (" "):rep(column - #first) .. table.remove(beside, 1)
    end
    lines[#lines + 1] = first
    for _, line in ipairs(beside) do lines[#lines + 1] = (" "):rep(column) .. line end
end

local function column_of(spec)
    local longest = #"-h, --help"
    for _, entry in ipairs(spec.entries) do
        if entry.name then longest = math.max(longest, #label(entry)) end
    end
    return math.min(longest + 4, COLUMN_MAX)
end

local function argument_label(arguments)
    local name = (arguments.max or 2) > 1 and arguments.name .. "..." or arguments.name
    return (arguments.min or 0) > 0 and name or ("[%s]"):format(name)
end

local function add_options(lines, spec, column)
    if not (spec.entries[1] and spec.entries[1].heading) then lines[#lines + 1] = "\nOptions:" end
    for _, entry in ipairs(spec.entries) do
        if entry.heading then
            lines[#lines + 1] = "\n" .. entry.heading
        else
            add_row(lines, label(entry), explanation(entry), column)
        end
    end
    local short = spec.shorts.h and "" or "-h, "
    add_row(lines, short .. "--help", "show this text", column)
end

function host.options_help(spec, path)
    local column, arguments = column_of(spec), spec.arguments
    local label = arguments and " " .. argument_label(arguments) or ""
    local lines = { ("Usage: zecscript %s [options]%s"):format(path, label) }
    if spec.about then lines[#lines + 1] = "\n" .. table.concat(wrap(spec.about, WIDTH), "\n") end
    if arguments and arguments.help then
        lines[#lines + 1] = "\nArguments:"
        add_row(lines, arguments.name, arguments.help, column)
    end
    add_options(lines, spec, column)
    return table.concat(lines, "\n")
end
