-- Turns the options of a specification into flags of a command line, and the values of the flags back into a
-- specification. Options that no command line can give are left out.

local need = ...
local host = need "world".host
local groups = host.rolling_options()

local all = {}
for _, group in ipairs(groups) do table.move(group.options, 1, #group.options, #all + 1, all) end

local flags = {}

-- MARK: Kinds: the declaration of a flag, and how its value becomes the value of the option

local function as_it_is(value) return value end

-- Returns `10` as a number, and `10%` as text.
local function amount(text) return math.tointeger(tonumber(text)) or text end

local function items(text)
    local list = {}
    for item in text:gmatch("[^,%s]+") do list[#list + 1] = amount(item) end
    return list
end

local function words(text)
    local list = {}
    for word in text:gmatch("[^,%s]+") do list[#list + 1] = word end
    return list
end

local function given_items(list) return #list > 0 and list or nil end

local kinds = {
    text = { "string", metavar = "TEXT", read = as_it_is },
    text_or_function = { "string", metavar = "TEXT", read = as_it_is },
    flag = { "flag", read = function(value) return value or nil end },
    count = { "integer", min = 0, read = as_it_is },
    positive = { "integer", min = 1, read = as_it_is },
    amount = { "string", metavar = "N|P%", read = amount },
    amounts = { "string", metavar = "N|P%,...", read = items },
    share = { "string", metavar = "P%", read = as_it_is },
    duration = { "duration", read = as_it_is },
    time = { "duration", read = as_it_is },
    url = { "string", metavar = "URL", read = as_it_is },
    url_or_function = { "string", metavar = "URL", read = as_it_is },
    port = { "integer", metavar = "PORT", min = 1, read = as_it_is },
    texts = { "string", metavar = "WORD,...", read = words },
    list_or_function = { "list", read = given_items },
    choice = { "choice", read = as_it_is },
    choice_or_function = { "choice", read = as_it_is },
}

-- MARK: Names

local function dashed(name) return (name:gsub("_", "-")) end

local function flag_of(option, prefix) return option.flag or prefix .. dashed(option.name) end

local function key_of(flag) return (flag:gsub("-", "_")) end

-- Returns whether a command line can give the option: it can't give a function.
local function is_flag(option)
    return not option.only_in_lua and (option.fields or kinds[option.kind]) ~= nil
end

-- MARK: Declaring

-- Returns the help of an option: its summary without the last full stop, as other flags are explained, and
-- its default.
local function help(option)
    local text = option.summary:gsub("%.$", "")
    if not option.default or option.fields then return text end
    return ("%s (%s unless set)"):format(text, option.default)
end

local add_all

local function add(list, option, prefix)
    local name = flag_of(option, prefix)
    if option.fields then
        if option.is_switch then list[#list + 1] = { name, "flag", help = help(option) } end
        return add_all(list, option.fields, name .. "-")
    end
    local kind = kinds[option.kind]
    list[#list + 1] = {
        name, kind[1], help = help(option), metavar = option.metavar or kind.metavar, min = kind.min,
        choices = option.choices,
    }
end

function add_all(list, options, prefix)
    for _, option in ipairs(options) do
        if is_flag(option) then add(list, option, prefix) end
    end
end

local function add_named(list, name)
    for _, group in ipairs(groups) do
        for _, option in ipairs(group.options) do
            if option.name == name and is_flag(option) then return add(list, option, "") end
        end
    end
    host.error("usage", ("rolling.flags: there is no flag for '%s'"):format(tostring(name)))
end

-- Returns the declarations for script.options: of all options, with a heading before each group; or of the
-- named options, in the given order and without headings.
function flags.declarations(names)
    local list = {}
    if names then
        for _, name in ipairs(names) do add_named(list, name) end
        return list
    end
    for _, group in ipairs(groups) do
        local heading = #list + 1
        list[heading] = group.title
        add_all(list, group.options, "")
        if #list == heading then list[heading] = nil end
    end
    return list
end

-- MARK: Reading

local read_all

local function read(option, values, prefix)
    local name = flag_of(option, prefix)
    if not option.fields then
        local value = rawget(values, key_of(name)) -- a script may have declared only some flags
        if value == nil then return nil end
        return kinds[option.kind].read(value)
    end
    local fields = read_all(option.fields, values, name .. "-")
    if next(fields) or (option.is_switch and rawget(values, key_of(name))) then return fields end
    return nil
end

function read_all(options, values, prefix)
    local result = {}
    for _, option in ipairs(options) do
        if is_flag(option) then result[option.name] = read(option, values, prefix) end
    end
    return result
end

-- The specifications that `flags.read` has made.
local made = setmetatable({}, { __mode = "k" })

-- Returns whether a specification was made from a command line.
function flags.made(spec) return made[spec] or false end

-- Returns the flag of an option by its path: `--window-duration` for `window.duration`. For a table without a
-- flag of its own, returns the beginning of the flags of its fields.
function flags.name_of(path)
    local prefix, options = "", nil
    for part in path:gmatch "[^.]+" do
        for _, option in ipairs(options or all) do
            if option.name == part then
                prefix, options = flag_of(option, prefix), option.fields
                if options and path ~= part then prefix = prefix .. "-" end
            end
        end
    end
    return "--" .. prefix:gsub("%-$", "")
end

-- Returns a specification with the options that were given. It chooses instances only by a file of ids.
function flags.read(values)
    local spec = {}
    made[spec] = true
    for _, group in ipairs(groups) do
        for name, value in next, read_all(group.options, values, "") do spec[name] = value end
    end
    return spec
end

return flags
