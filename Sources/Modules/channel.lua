-- task.channel(capacity): passes values from task to task, in the order of sending. With capacity 0, a sender
-- waits until a receiver takes its value.

local declare = ...
local host = host

local Channel = { __name = "channel" }
Channel.__index = Channel

function Channel:__tostring()
    local count = self.last - self.first + 1
    return ("channel: %d of %d%s"):format(count, self.capacity, self.closed and ", closed" or "")
end

local function push(channel, value)
    channel.last = channel.last + 1
    channel.buffer[channel.last] = value
end

local function push_front(channel, value)
    channel.first = channel.first - 1
    channel.buffer[channel.first] = value
end

local function pop(channel)
    local value = channel.buffer[channel.first]
    channel.buffer[channel.first] = nil
    channel.first = channel.first + 1
    return value
end

local function count(channel) return channel.last - channel.first + 1 end

Channel.send = declare("channel:send", function(channel, value, timeout)
    if value == nil then
        host.bad_argument("send", 1, "a value expected: nil means that the channel is closed")
    end
    if channel.closed then host.error("closed", "cannot send: the channel is closed") end
    if channel.receivers:serve(value) then return end
    if count(channel) < channel.capacity then return push(channel, value) end
    local seconds = timeout and host.duration(timeout)
    if not channel.senders:wait("room in a channel", seconds, value) then
        host.timed_out("room in a channel", seconds)
    end
end)

-- Returns the oldest value: from the buffer, or else from a sender that waits. Returns nil if the channel has
-- no value.
local function take(channel)
    if count(channel) == 0 then
        local sender = channel.senders:serve()
        return sender and sender.item
    end
    local value = pop(channel)
    local sender = count(channel) < channel.capacity and channel.senders:serve()
    if sender then push(channel, sender.item) end
    return value
end

-- A receiver was cancelled after it got a value: gives the value to the next receiver, or else puts it back
-- at the front of the buffer.
local function take_back(channel, value)
    if value ~= nil and not channel.receivers:serve(value) then push_front(channel, value) end
end

Channel.receive = declare("channel:receive", function(channel, timeout)
    local value = take(channel)
    if value ~= nil or channel.closed then return value end
    local seconds = timeout and host.duration(timeout)
    local undo = function(handed) take_back(channel, handed) end
    local served, received = channel.receivers:wait("a value from a channel", seconds, nil, undo)
    if not served then host.timed_out("a value from a channel", seconds) end
    return received
end)

-- A receiver still gets the values sent before `close`; after the last of them, `receive` returns nil.
Channel.close = declare("channel:close", function(channel)
    channel.closed = true
    while channel.receivers:serve(nil) do end
end)

Channel.each = declare("channel:each", function(channel)
    return function() return channel:receive() end
end)

declare("task.channel", function(capacity)
    capacity = capacity or 0
    if capacity < 0 then host.bad_argument("channel", 1, "at least 0 expected, got " .. capacity) end
    return setmetatable({
        capacity = capacity, buffer = {}, first = 1, last = 0, closed = false,
        senders = host.wait_queue(), receivers = host.wait_queue(),
    }, Channel)
end)
