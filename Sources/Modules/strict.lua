-- Reading a global variable that no script has set is an error, because it is nearly always a typing mistake.
-- Reading a field that a module of the program does not have is an error too.
--
-- The rule holds for names in the operator's script, and in code loaded with `load`, `loadfile` and `dofile`:
-- their `_ENV` is a separate table in front of `_G`. In every file, reading a field of `_G` returns nil as in
-- standard Lua. In a required file, reading a name also returns nil, because libraries test for variables
-- that may be missing.

local host, rawget, getmetatable, type = host, rawget, getmetatable, type
local globals = _G

-- Portable scripts read these names to find out which Lua runs them.
local probes = {
    bit = true, bit32 = true, getfenv = true, jit = true, loadstring = true, module = true, newproxy = true,
    ngx = true, setfenv = true, unpack = true, _PROMPT = true, _PROMPT2 = true,
}

local function names_in(container)
    local names = {}
    for name in next, container do
        if type(name) == "string" then names[#names + 1] = name end
    end
    return names
end

local function hint(name, container)
    local nearest = host.nearest(name, names_in(container))
    return nearest and (" (did you mean '%s'?)"):format(nearest) or ""
end

-- If a script gave `_G` its own `__index`, that `__index` decides. The call is a tail call, so that its
-- errors name the line of the script.
local function defined(_, name)
    local value = rawget(globals, name)
    if value ~= nil then return value end
    local metatable = getmetatable(globals)
    local index = type(metatable) == "table" and metatable.__index
    if type(index) == "function" then return index(globals, name) end
    if index then return index[name] end
    if type(name) ~= "string" or probes[name] then return nil end
    error(("undefined global '%s'%s"):format(name, hint(name, globals)), 2)
end

local function has_no(module)
    return function(container, name)
        error(("'%s' has no field '%s'%s"):format(module, tostring(name), hint(tostring(name), container)), 2)
    end
end

for _, module in ipairs { "zec", "task", "log", "json", "http", "tcp", "script" } do
    setmetatable(globals[module], { __index = has_no(module) })
end

-- This table stays empty: a variable that a script sets is stored in `_G`.
host.use_environment(setmetatable({}, {
    __index = defined, __newindex = globals,
    __pairs = function() return pairs(globals) end,
    __eq = function(a, b) return rawequal(a, globals) or rawequal(b, globals) end,
    __metatable = "a script's environment; its variables are in _G",
}))
