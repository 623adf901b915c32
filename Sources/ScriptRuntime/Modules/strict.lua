-- Reading a global variable that nobody has set is an error, for it is nearly always a slip of the fingers. So is asking a
-- module of the program's own for a function that it has not.

local host, getinfo = host, host.debug.getinfo

-- Portable libraries ask for these to learn which Lua they run in.
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

-- Files that the script requires were written for a Lua that answers nil, and ask `_G` for what may not be there.
local function is_in_a_library()
    local source = getinfo(3, "S").source
    return source:sub(1, 1) == "@" and host.is_library(source:sub(2))
end

local function undefined(_, name)
    if type(name) ~= "string" or probes[name] or is_in_a_library() then return nil end
    error(("undefined global '%s'%s"):format(name, hint(name, _G)), 2)
end

local function has_no(module)
    return function(container, name)
        error(("'%s' has no field '%s'%s"):format(module, tostring(name), hint(tostring(name), container)), 2)
    end
end

for _, module in ipairs { "zec", "task", "log", "json", "http", "tcp", "script" } do
    setmetatable(_G[module], { __index = has_no(module) })
end

setmetatable(_G, { __index = undefined })
