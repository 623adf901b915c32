-- task.event(): a flag that tasks can wait for.

local declare = ...
local host = host

local Event = { __name = "event" }
Event.__index = Event

function Event:__tostring() return self.set_now and "event: set" or "event: not set" end

-- Every task that waits now goes on, even if another task clears the event before it runs.
Event.set = declare("event:set", function(event)
    event.set_now = true
    while event.queue:serve() do end
end)

Event.clear = declare("event:clear", function(event) event.set_now = false end)

Event.is_set = declare("event:is_set", function(event) return event.set_now end)

Event.wait = declare("event:wait", function(event, timeout)
    if event.set_now then return end
    local seconds = timeout and host.duration(timeout)
    if not event.queue:wait("an event", seconds) then host.timed_out("an event", seconds) end
end)

declare("task.event", function()
    return setmetatable({ set_now = false, queue = host.wait_queue() }, Event)
end)
