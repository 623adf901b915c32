-- Where the events of a roll are kept, in their order.

local need = ...
local world = need "world"
local json = world.json

local Journal = {}
Journal.__index = Journal

local port = {}

function port.new() return setmetatable({ entries = {} }, Journal) end

function Journal:append(event) self.entries[#self.entries + 1] = json.encode(event) end

-- Whether everything that was appended is durable.
function Journal:is_durable() return true end

-- Waits until everything that was appended is durable.
function Journal:wait() end

-- The events that are kept.
function Journal:read()
    local list = {}
    for i, text in ipairs(self.entries) do list[i] = json.decode(text) end
    return list
end

return port
