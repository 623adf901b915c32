-- The journal of a roll: it keeps the events in their order, encoded and outside the Lua heap.

local need = ...
local world = need "world"
local events = need "core/events"
local host, json = world.host, world.json

-- The number of events that are read at once.
local READ_AT_ONCE = 1000

local Journal = {}
Journal.__index = Journal

local port = {}

-- Returns the journal with a number that the host gave.
function port.of(number) return setmetatable({ number = number }, Journal) end

-- Appends the next event. `is_awaited` says whether an effect waits until the event is durable; if it is not
-- given, the event's kind decides.
function Journal:append(event, is_awaited)
    if is_awaited == nil then is_awaited = events.is_awaited(event) end
    host.journal_append(self.number, event.seq, event, is_awaited)
end

-- Appends an event of an execution; `wait` returns once the event is durable.
function Journal:keep(event) host.journal_append(self.number, event.seq, event, true) end

-- Sets the event that ends the journal when the script has ended; nil for no event.
function Journal:set_last_word(event) host.journal_last_word(self.number, event) end

-- Whether all appended events are durable.
function Journal:is_durable() return host.journal_is_durable(self.number) end

-- Waits until all appended events are durable.
function Journal:wait() host.journal_wait(self.number) end

-- Returns all events.
function Journal:read()
    local list = {}
    repeat
        local some = host.journal_read(self.number, #list + 1, READ_AT_ONCE)
        table.move(some, 1, #some, #list + 1, list)
    until #some < READ_AT_ONCE
    return list
end

-- Returns the last event; nil if the journal has no event.
function Journal:last()
    local text = host.journal_last(self.number)
    return text and json.decode(text)
end

return port
