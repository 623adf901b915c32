-- Where the events of a roll are kept, in their order: encoded, outside the Lua heap.

local need = ...
local world = need "world"
local events = need "core/events"
local host, json = world.host, world.json

local Journal = {}
Journal.__index = Journal

local port = {}

-- The journal of a number that the host gave.
function port.of(number) return setmetatable({ number = number }, Journal) end

-- Keeps the next event; `is_awaited` says whether an effect waits until it is durable. Unless given, the
-- event's kind says it.
function Journal:append(event, is_awaited)
    if is_awaited == nil then is_awaited = events.is_awaited(event) end
    host.journal_append(self.number, event.seq, event, is_awaited)
end

-- Keeps an event of an execution; `wait` returns once the event is durable.
function Journal:keep(event) host.journal_append(self.number, event.seq, event, true) end

-- Sets the event with which the journal ends once the script has ended; nil for none.
function Journal:set_last_word(event) host.journal_last_word(self.number, event) end

-- Whether everything that was appended is durable.
function Journal:is_durable() return host.journal_is_durable(self.number) end

-- Waits until everything that was appended is durable.
function Journal:wait() host.journal_wait(self.number) end

-- The events that are kept.
function Journal:read()
    local list = {}
    for i, text in ipairs(host.journal_read(self.number)) do list[i] = json.decode(text) end
    return list
end

-- The last event that is kept; nil where there is none.
function Journal:last()
    local text = host.journal_last(self.number)
    return text and json.decode(text)
end

return port
