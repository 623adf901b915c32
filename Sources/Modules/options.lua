-- script.options{…}: declares the command line of a script. Returns the values; prints `--help`, and raises
-- usage errors.
--
--     local options = script.options {
--         about = "Reboots instances batch by batch.",
--         arguments = { name = "ID", min = 1, help = "the instances" },      -- max = 1: at most one
--         "Which instances:",                                                -- a heading of the help
--         { "tag", "list", metavar = "KEY=VALUE", help = "with this tag" },  -- may be given several times
--         "How:",
--         { "batch-size", "integer", short = "b", default = 1, min = 1, help = "down at a time" },
--         { "timeout", "duration", default = "10m" },                        -- its value is in seconds
--         { "mode", choices = { "soft", "hard" }, required = true },
--         { "dry-run", "flag" },                                             -- --no-dry-run is false
--     }
--     options.batch_size, options.args[1]

local declare = ...
local host, exit, print, array = host, exit, print, json.array

local types = { "string", "integer", "number", "flag", "duration", "list", "choice" }
local fields = { "type", "default", "required", "help", "metavar", "short", "min", "max", "choices" }

-- MARK: Declarations

local function hint(name, names)
    local nearest = host.nearest(name, names)
    return nearest and (" (did you mean '%s'?)"):format(nearest) or ""
end

local function contains(list, value)
    for _, item in ipairs(list) do
        if item == value then return true end
    end
    return false
end

local function misdeclared(problem) host.bad_argument("options", 1, problem) end

local is_field = { true, true } -- the first two items: the name and the type
for _, field in ipairs(fields) do is_field[field] = true end

local function check_fields(name, entry)
    for field in next, entry do
        if not is_field[field] then
            field = tostring(field)
            misdeclared(("option '%s': unknown field '%s'%s"):format(name, field, hint(field, fields)))
        end
    end
end

local function declared_option(entry)
    local name = entry[1]
    if type(name) ~= "string" or not name:match("^%w[%w-]+$") then
        misdeclared(("the name of an option must be two or more letters, digits and dashes, such as "
            .. "'batch-size', not '%s'; a letter of its own is set with short = 'b'"):format(tostring(name)))
    end
    check_fields(name, entry)
    local kind = entry[2] or entry.type or (entry.choices and "choice") or "string"
    if not contains(types, kind) then
        misdeclared(("option '%s': unknown type '%s'%s"):format(name, kind, hint(kind, types)))
    end
    local option = { name = name, type = kind, key = (name:gsub("-", "_")) }
    for _, field in ipairs(fields) do
        if field ~= "type" then option[field] = entry[field] end
    end
    return option
end

local function read_declaration(declaration)
    local spec = { about = declaration.about, arguments = declaration.arguments }
    spec.entries, spec.names, spec.shorts = {}, {}, {}
    for _, entry in ipairs(declaration) do
        if type(entry) == "string" then
            spec.entries[#spec.entries + 1] = { heading = entry }
        else
            local option = declared_option(entry)
            if spec.names[option.name] then
                misdeclared(("option '%s' is declared twice"):format(option.name))
            end
            spec.entries[#spec.entries + 1] = option
            spec.names[option.name] = option
            if option.short then spec.shorts[option.short] = option end
        end
    end
    return spec
end

-- MARK: Values

-- Each converter returns the value, or nil and a description of the expected text.
local converters = {
    string = function(text) return text end,
    list = function(text) return text end,
    integer = function(text)
        return text:match("^[+-]?%d+$") and math.tointeger(tonumber(text)), "an integer"
    end,
    number = function(text) return tonumber(text), "a number" end,
    duration = function(text)
        local ok, seconds = pcall(host.duration, text)
        return ok and seconds or nil, "a duration such as 30s, 5m or 1h30m"
    end,
    choice = function(text, option)
        return contains(option.choices, text) and text or nil, table.concat(option.choices, " or ")
    end,
}

local function limit(option, bound)
    if bound and option.type == "duration" then return host.duration(bound) end
    return bound
end

local function convert(option, text)
    local value, expected = converters[option.type](text, option)
    if value == nil or value == false then return nil, ("%s expected, got '%s'"):format(expected, text) end
    local least, most = limit(option, option.min), limit(option, option.max)
    if least and value < least then return nil, ("at least %s expected, got %s"):format(option.min, text) end
    if most and value > most then return nil, ("at most %s expected, got %s"):format(option.max, text) end
    return value
end

local function default_value(option)
    if option.type == "flag" then return option.default or false end
    if option.type == "list" then
        return array(table.move(option.default or {}, 1, #(option.default or {}), 1, {}))
    end
    if option.type == "duration" and option.default then return host.duration(option.default) end
    return option.default
end

-- MARK: The command line

local function program_name(words)
    local path = words[0] or "script"
    return path:match("[^/]+$") or path
end

local Reader = {}
Reader.__index = Reader

function Reader:refuse(problem, misplaced)
    local advice = misplaced or ("%s --help lists the options"):format(self.program)
    host.error("usage", ("%s: %s"):format(self.program, problem), { command_line = true, hint = advice })
end

function Reader:next_word()
    self.position = self.position + 1
    return self.words[self.position]
end

-- A word that looks like an option is not taken for the value of the option before it: `--tag --all` must not
-- look for a tag `--all`.
function Reader:value_for(option, shown, attached)
    if attached then return attached end
    local word = self:next_word()
    if word and not word:find("^%-%-%a") then return word end
    self:refuse(("option '%s' needs a value"):format(shown))
end

function Reader:set(option, shown, attached)
    if option.type == "flag" then
        if attached then self:refuse(("option '%s' takes no value"):format(shown)) end
        self.values[option.key] = true
        return
    end
    local value, problem = convert(option, self:value_for(option, shown, attached))
    if problem then self:refuse(("option '%s': %s"):format(shown, problem)) end
    self.given[option.name] = true
    if option.type == "list" then
        table.insert(self.values[option.key], value)
    else
        self.values[option.key] = value
    end
end

function Reader:help()
    host.flags_declared() -- the operator asked for the script's help, not for the program's help
    print(host.options_help(self.spec, self.words[0] or "SCRIPT"))
    exit(0)
end

function Reader:unknown(shown)
    local names = { "--help" }
    for _, entry in ipairs(self.spec.entries) do
        if entry.name then names[#names + 1] = "--" .. entry.name end
    end
    local advice = host.flag_advice(shown)
    if advice then self:refuse(("unknown option '%s'"):format(shown), advice) end
    self:refuse(("unknown option '%s'%s"):format(shown, hint(shown, names)))
end

function Reader:long(word)
    local name, attached = word:match("^%-%-([^=]+)=?(.*)$")
    if not word:find("=", 1, true) then attached = nil end
    if not name then return self:unknown(word) end
    local option = self.spec.names[name]
    if option then return self:set(option, "--" .. name, attached) end
    if name == "help" then self:help() end
    local negated = self.spec.names[name:match("^no%-(.+)$") or ""]
    if not negated or negated.type ~= "flag" or attached then self:unknown("--" .. name) end
    self.values[negated.key] = false
end

-- `-abc` is three flags, or `-a` with the value `bc`.
function Reader:short(word)
    local rest = word:sub(2)
    while rest ~= "" do
        local letter = rest:sub(1, 1)
        local option = self.spec.shorts[letter]
        rest = rest:sub(2)
        if not option and letter == "h" then self:help() end
        if not option then self:unknown("-" .. letter) end
        local attached = option.type ~= "flag" and rest ~= "" and rest or nil
        if attached then rest = "" end
        self:set(option, "-" .. letter, attached)
    end
end

function Reader:read()
    local word, ended = self:next_word(), false
    while word do
        if ended or word == "-" or word:sub(1, 1) ~= "-" then
            table.insert(self.values.args, word)
        elseif word == "--" then
            ended = true
        elseif word:sub(1, 2) == "--" then
            self:long(word)
        else
            self:short(word)
        end
        word = self:next_word()
    end
end

function Reader:check_complete()
    for _, entry in ipairs(self.spec.entries) do
        if entry.required and not self.given[entry.name] then
            self:refuse(("option '--%s' is required"):format(entry.name))
        end
    end
    local args, arguments = self.values.args, self.spec.arguments or { max = 0 }
    if #args < (arguments.min or 0) then self:refuse(("argument %s is missing"):format(arguments.name)) end
    if arguments.max and #args > arguments.max then
        self:refuse(("unexpected argument '%s'"):format(args[arguments.max + 1]))
    end
end

-- Returns the values, with a check: reading an option that the script did not declare raises an error.
local function guarded(values, spec)
    local keys = { args = true }
    for _, option in next, spec.names do keys[option.key] = true end
    return setmetatable(values, { __index = function(_, key)
        if keys[key] then return nil end
        host.raise(("the script declares no option '%s'"):format(tostring(key)))
    end })
end

declare("script.options", function(declaration)
    local spec, words = read_declaration(declaration), rawget(_G, "arg") or {}
    local values = { args = array() }
    for _, option in next, spec.names do values[option.key] = default_value(option) end
    local reader = setmetatable({
        spec = spec, words = words, position = 0, values = values, given = {}, program = program_name(words),
    }, Reader)
    reader:read()
    reader:check_complete()
    host.flags_declared()
    return guarded(values, spec)
end)
