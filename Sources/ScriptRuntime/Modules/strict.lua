-- Reading a global variable that nobody has set is an error, for it is nearly always a slip of the fingers.

local host = host

-- Portable libraries ask for these to learn which Lua they run in.
local probes = {
    bit = true, bit32 = true, getfenv = true, jit = true, loadstring = true, module = true, newproxy = true,
    ngx = true, setfenv = true, unpack = true, _PROMPT = true, _PROMPT2 = true,
}

local function global_names()
    local names = {}
    for name in next, _G do
        if type(name) == "string" then names[#names + 1] = name end
    end
    return names
end

local function undefined(_, name)
    if type(name) ~= "string" or probes[name] then return nil end
    local nearest = host.nearest(name, global_names())
    local hint = nearest and (" (did you mean '%s'?)"):format(nearest) or ""
    error(("undefined global '%s'%s"):format(name, hint), 2)
end

setmetatable(_G, { __index = undefined })
