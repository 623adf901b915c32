-- Questions that many instances have at about the same time, asked of the cloud in one request.

local host, sleep, spawn, try = ...

local Collector = {}
Collector.__index = Collector

-- How long the first one who asks waits for the others.
local PATIENCE = 0.3

local collector = {}

-- `read(ids)` answers for all of them with a map from id to value; it may wait, and raise.
function collector.new(read) return setmetatable({ read = read, waiting = nil }, Collector) end

local function answer(waiting, values, err)
    for _, asker in ipairs(waiting) do
        asker.value, asker.err = values and values[asker.id], err
        asker.over = true
        host.wake(asker.ticket)
    end
end

local function ask_all(self)
    sleep(PATIENCE)
    local waiting, ids, seen = self.waiting, {}, {}
    self.waiting = nil
    for _, asker in ipairs(waiting) do
        if not seen[asker.id] then ids[#ids + 1] = asker.id end
        seen[asker.id] = true
    end
    answer(waiting, try(self.read, ids))
end

-- What is known of one instance, or nil; and the error where the question could not be asked.
function Collector:ask(id)
    local asker = { id = id, ticket = host.ticket() }
    if not self.waiting then
        self.waiting = {}
        spawn("collector", ask_all, self)
    end
    table.insert(self.waiting, asker)
    while not asker.over do host.park(asker.ticket, "an answer about " .. id) end
    return asker.value, asker.err
end

return collector
