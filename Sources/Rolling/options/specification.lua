-- Reads a specification and checks it against the declaration of its options (RollingOptions.swift).

local need = ...
local world = need "world"
local kinds, flags = need "options/kinds", need "options/flags"
local host, steady_now = world.host, world.steady_now
local groups = host.rolling_options()

local specification = {}

local declared = {}
for _, group in ipairs(groups) do
    for _, option in ipairs(group.options) do declared[#declared + 1] = option end
end

-- MARK: Problems

-- Whether the specification that is being read was made from a command line.
local is_from_flags = false

local function refuse(problem, ...)
    host.error("usage", "rolling: " .. problem:format(...), {
        command_line = true, in_script = not is_from_flags or nil,
    })
end

-- Returns an option as an operator wrote it: its path, or its flag.
local function name(path) return is_from_flags and flags.name_of(path) or path end

-- Returns an option with a value, as an operator writes it:
-- `--window-duration 2h`, or `window = { duration = "2h" }`.
local function setting(path, value)
    if is_from_flags then return ("%s %s"):format(flags.name_of(path), value) end
    local group, field = path:match "^(.-)%.(.+)$"
    if group then return ('%s = { %s = "%s" }'):format(group, field, value) end
    return ('%s = "%s"'):format(path, value)
end

-- Example values by kind, for messages; a text has its example in its summary.
local EXAMPLES = { time = "2h", duration = "30s", amounts = "50%", amount = "10%", texts = "Tue" }

local function refuse_missing(option, path)
    local example = EXAMPLES[option.kind] or option.summary:match ": ([^;]+)%.$" or "night"
    refuse("%s is missing; write for example %s (%s)", name(path), setting(path, example),
        (option.summary:gsub("%.$", ""):gsub("^%u", string.lower)))
end

local function nearest(wanted, known)
    local meant = host.nearest(tostring(wanted), known)
    return meant and (" (did you mean '%s'?)"):format(meant) or ""
end

local function shown(value)
    if is_from_flags and type(value) == "table" and type(value[1]) == "string" then
        return ("'%s'"):format(table.concat(value, ",", 1, 1) .. (value[2] and ",…" or ""))
    end
    if type(value) == "string" then return ("'%s'"):format(value) end
    if type(value) == "number" then return tostring(value) end
    return "a " .. type(value)
end

local function choice(option, value)
    for _, word in ipairs(option.choices) do
        if value == word then return value end
    end
    if option.kind == "choice_or_function" and type(value) == "function" then return value end
    local words = '"' .. table.concat(option.choices, '", "') .. '"'
    if option.kind == "choice_or_function" then words = words .. " or a function" end
    local meant = type(value) == "string" and nearest(value, option.choices) or ""
    return nil, "one of " .. words, meant
end

-- MARK: Checking

local check_fields

local function checked(option, value, path)
    if option.fields then
        if type(value) ~= "table" then refuse("%s is %s; a table is expected", path, shown(value)) end
        return check_fields(option.fields, value, path .. ".")
    end
    local result, expected, meant
    if option.choices then
        result, expected, meant = choice(option, value)
    else
        result, expected = kinds[option.kind](value)
    end
    if result == nil then
        refuse("%s is %s; %s expected%s", name(path), shown(value), expected, meant or "")
    end
    return result
end

local function default_of(option)
    if option.default == nil then return nil end
    return checked(option, option.default, option.name)
end

function check_fields(options, values, prefix)
    local known, names = {}, {}
    for _, option in ipairs(options) do
        known[option.name] = option
        names[#names + 1] = option.name
    end
    local given = {}
    for key in next, values do given[#given + 1] = tostring(key) end
    table.sort(given)
    for _, key in ipairs(given) do
        if not known[key] then
            local hint = nearest(key, names)
            if hint == "" and prefix ~= "" then hint = "; it is one of " .. table.concat(names, ", ") end
            refuse("there is no option '%s%s'%s", prefix, key, hint)
        end
    end
    local result = {}
    for _, option in ipairs(options) do
        local value = values[option.name]
        if value ~= nil then
            result[option.name] = checked(option, value, prefix .. option.name)
        elseif option.required then
            refuse_missing(option, prefix .. option.name)
        else
            result[option.name] = default_of(option)
        end
    end
    return result
end

-- MARK: Rules between options

local function check_selection(spec)
    local ways = {}
    for _, way in ipairs { "instances", "instances_file", "filter" } do
        if spec[way] ~= nil then ways[#ways + 1] = way end
    end
    if #ways == 0 then
        refuse("no instances: give instances, instances_file or filter; none never means all")
    end
    if #ways > 1 then refuse("%s exclude each other", table.concat(ways, " and ")) end
end

-- Checks the URL of a health check before the roll begins. %s stands for the address of the instance; the
-- rest must be a valid URL.
local function check_template(template)
    local function wrong(why) refuse("%s: %s: '%s'", name("health_check.http"), why, template) end
    if not template:find("%s", 1, true) then
        refuse("%s needs a %%s where the instance's address goes", name("health_check.http"))
    end
    if template:find("%%s", 1, true) then wrong("write %s, not %%s, where the instance's address goes") end
    if template:find("[%s%c]") then wrong("a URL has no spaces") end
    if template:find("%[%%s%][^:/?#]") then wrong("what follows [%s] begins with a colon or a slash") end
    local url = template:gsub("%[%%s%]", "%%s"):gsub("%%s", "192.0.2.1")
    local authority = url:match("^https?://([^/?#]*)")
    if not authority then wrong("a URL begins with http:// or https://") end
    local server = authority:gsub("^.*@", ""):gsub(":[^:%]]*$", "")
    local is_address = server:find("^%[[%x:.]+%]$") ~= nil
    if server == "" or server:find('[%[%]<>"{}|\\^`]') and not is_address then
        wrong("'" .. server .. "' is no name of a server")
    end
    local port = authority:match(":([^:%]]*)$")
    local number = port and port:match("^%d+$") and math.tointeger(tonumber(port))
    if port and (not number or number < 1 or number > 65535) then
        wrong("a port is a number from 1 to 65535, not '" .. port .. "'")
    end
end

local function check_hooks(spec)
    if (spec.drain == nil) ~= (spec.undrain == nil) then
        refuse("%s needs %s: what is taken out of load must be put back", spec.drain and "drain" or "undrain",
            spec.drain and "undrain" or "drain")
    end
    local health = spec.health_check
    if health then
        local ways = 0
        for _, kind in ipairs { "http", "tcp", "command", "fn" } do
            if health[kind] ~= nil then ways = ways + 1 end
        end
        if ways ~= 1 then refuse("health_check needs exactly one of http, tcp, command and fn") end
        if health.http then check_template(health.http) end
    end
    if spec.verify == "health" and not health then refuse('verify = "health" needs a health_check') end
end

local function check_limits(spec)
    local expect = spec.expect
    if expect and expect.min and expect.max and expect.min > expect.max then
        refuse("%s is above %s", name("expect.min"), name("expect.max"))
    end
    if spec.max_unavailable_per_group and not spec.group_by then
        refuse("%s needs %s", name("max_unavailable_per_group"), name("group_by"))
    end
    if spec.checkpoint and not spec.checkpoint.approve and not spec.approve then
        refuse("%s needs an approver: set %s or %s, a file that appears or a function", name("checkpoint"),
            name("checkpoint.approve"), name("approve"))
    end
    if spec.approve and not spec.checkpoint and spec.on_failure ~= "pause" then
        refuse("%s has no effect: nothing asks for approval; set %s, or %s (a canary has %s)",
            name("approve"), name("checkpoint.at"), setting("on_failure", "pause"), name("canary.approve"))
    end
    if spec.on_failure == "pause" and not spec.approve then
        refuse("%s needs an approver: set %s, a file that appears or a function",
            setting("on_failure", "pause"), name("approve"))
    end
end

-- Refuses an approval file that exists before the roll asks: such a file approves nothing.
local function check_approval(spec)
    for _, approve in ipairs {
        spec.approve or false, spec.canary and spec.canary.approve or false,
        spec.checkpoint and spec.checkpoint.approve or false,
    } do
        if type(approve) == "string" and host.read_file(approve) then
            refuse("the file that is to approve, %s, is there already; remove it, so that it can appear",
                approve)
        end
    end
end

local function check_window(spec)
    local window = spec.window
    if not window then return end
    local cutoff = window.cutoff or spec.reboot_timeout
    if window.longest < cutoff then
        refuse("the window is open for %s at the most, and nothing is begun in its last %s (%s): "
            .. "nothing would ever be rebooted",
            host.duration_text(window.longest), host.duration_text(cutoff),
            window.cutoff and "window.cutoff" or "reboot_timeout, as window.cutoff is not set")
    end
end

-- Returns the fields of a window that tell when it is open.
function specification.opening(window)
    return {
        days = window.days, start = window.start, duration = window.duration, tz = window.tz,
        dates = window.dates,
        exclude_dates = window.exclude_dates,
    }
end

-- Returns the message of an error. If it is about an argument of a built-in function, leaves out the
-- function.
function specification.problem_of(err)
    local message = type(err) == "table" and err.message or tostring(err)
    return message:match("^.-bad argument #%d+ to '[^']*' %((.*)%)$") or message
end

local function refuse_window(problem)
    local field, rest = problem:match "^option '([%w_]+)': (.*)$"
    if is_from_flags and field then refuse("%s: %s", name("window." .. field), rest) end
    refuse("%s: %s", name("window"), problem)
end

local function open_window(spec)
    if not spec.window then return end
    local ok, result = pcall(host.window, specification.opening(spec.window))
    if not ok then refuse_window(specification.problem_of(result)) end
    spec.window.handle = result
    spec.window.longest = math.max(spec.window.duration, host.window_length(result, steady_now()))
end

local function check_name(spec)
    local prefix = host.reserved_prefix(spec.name)
    if not prefix then return end
    refuse("a roll can't have a name with '%s' at its beginning: other records have such names", prefix)
end

-- Returns the specification with every default filled in. Raises an error if the specification is wrong.
function specification.read(given)
    if type(given) ~= "table" then refuse("a specification is a table, got %s", shown(given)) end
    is_from_flags = flags.made(given)
    local spec = check_fields(declared, given, "")
    spec.was_given = {}
    for key in next, given do spec.was_given[key] = true end
    check_name(spec)
    check_selection(spec)
    check_hooks(spec)
    check_limits(spec)
    open_window(spec)
    check_window(spec)
    check_approval(spec)
    return spec
end

specification.refuse = refuse

return specification
