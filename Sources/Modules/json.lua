-- json.null, and lists: tables that JSON writes as arrays even when they are empty.

local declare = ...
local host, setmetatable, getmetatable = host, setmetatable, getmetatable

json.null = host.null()

-- All lists share one metatable. It affects only JSON output.
local list = getmetatable(host.list())

declare("json.array", function(items)
    items = items or {}
    local metatable = getmetatable(items)
    if metatable ~= nil and metatable ~= list then
        local problem = "the table has a metatable of its own, and could not be marked as a list"
        host.bad_argument("array", 1, problem)
    end
    return setmetatable(items, list)
end)
