-- Collects questions about many instances that tasks ask at about the same time, and asks the cloud in one
-- request.

local need = ...
local world = need "world"
local host, sleep, spawn, try = world.host, world.sleep, world.task.spawn, world.try

local Collector = {}
Collector.__index = Collector

-- How long the first task that asks waits for others, in seconds.
local PATIENCE = 0.3

local collector = {}

-- `read(ids)` returns a map from id to value for all ids; it may wait, and raise.
function collector.new(read) return setmetatable({ read = read, waiting = nil }, Collector) end

local Round = {}
Round.__index = Round

function Round:answer(values, err)
    for _, asker in ipairs(self) do
        asker.value, asker.err = values and values[asker.id], err
        asker.over = true
        host.wake(asker.ticket)
    end
    self.was_answered = true
end

-- If a round was cancelled, each task that still waits asks again in another round.
function Round:__close()
    if self.was_answered then return end
    self.is_abandoned = true
    for _, asker in ipairs(self) do
        asker.round = nil
        host.wake(asker.ticket)
    end
end

local function ids_of(round)
    local ids, seen = {}, {}
    for _, asker in ipairs(round) do
        if not seen[asker.id] then ids[#ids + 1] = asker.id end
        seen[asker.id] = true
    end
    return ids
end

local function ask_all(self, mine)
    local round <close> = mine
    sleep(PATIENCE)
    self.waiting = nil
    round:answer(try(self.read, ids_of(round)))
end

local function join(self, asker)
    if not self.waiting or self.waiting.is_abandoned then
        self.waiting = setmetatable({}, Round)
        spawn("collector", ask_all, self, self.waiting)
    end
    table.insert(self.waiting, asker)
    asker.round = self.waiting
end

-- Returns what is known of one instance, or nil; and the error if the question could not be asked.
function Collector:ask(id)
    local asker = { id = id, ticket = host.ticket() }
    repeat
        if not asker.round then join(self, asker) end
        host.park(asker.ticket, "an answer about " .. id)
    until asker.over
    return asker.value, asker.err
end

return collector
