-- Follows the instances in flight: decides about each instance for which something has changed, and asks the
-- ports for missing facts.

local need = ...
local clock = need "world".clock
local follow, evidence, way = need "core/follow", need "core/evidence", need "core/way"
local traffic, report, stopping = need "ports/traffic", need "sinks/report", need "conductor/stopping"

local instances = {}

-- Steps at which the poller watches an instance.
instances.is_polled = { intent = true, accepted = true, unknown = true, returning = true }

-- Gives up an instance that can't be followed to its end. The roll follows the other instances, and begins
-- nothing new.
local function give_up(self, row, err)
    self:fail(err)
    if not way.is_over(row) then self:append { follow.abandon(row, report.text_of(err)) } end
end

-- Returns a function that passes an answer about an instance to `take`. It drops the answer if the instance
-- has taken another step since the question was asked.
local function for_row(self, id, take)
    local seen, row = self.seen[id], self.state.by_id[id]
    local since = seen.since
    return function(answer)
        if self.seen[id] ~= seen or seen.since ~= since then return end
        seen.asking = nil
        if answer.ok == false then return give_up(self, row, answer.err) end
        take(seen, answer)
        self:touch(id)
    end
end

local ask = {}

local function call_hook(self, name, row)
    local spec, item = self.spec, self.inventory[row.id]
    local call = function() return traffic.call(spec, name, row.id, item) end
    local take = for_row(self, row.id, function(seen, answer)
        seen.hook = answer.is_ended and {} or answer[1]
    end)
    if name == "drain" then
        local is_useless = stopping.is_ending(self) or self.journal_problem
        if is_useless then return take { is_ended = true } end
        return self.work:prepare(row.name, call, take)
    end
    self.work:ask(row.name, call, take)
end

function ask.drain(self, row) call_hook(self, "drain", row) end

function ask.undrain(self, row) call_hook(self, "undrain", row) end

function ask.proof(self, row)
    local item, asked_at = self.inventory[row.id], clock()
    local kind, before = self.evidence.kind, row.evidence.before
    local looks = self.seen[row.id].proof and self.seen[row.id].proof.looks or 0
    local read = function() return self.evidence:read(row.id, item) end
    self.work:ask(row.name, read, for_row(self, row.id, function(seen, answer)
        local age = answer[3] -- seconds since the value was measured; nil if it was read just now
        seen.proof = {
            differs = evidence.differs(kind, before, answer[1]), proof = evidence.proof(kind),
            after = answer[1], looks = looks + 1, asked_at = asked_at, at = clock(),
            holds_at = age and clock() - age,
        }
        seen.problem = answer[2] or seen.problem
    end))
end

local function ask_health(self, row, read)
    local asked_at = clock()
    self.work:ask(row.name, read, for_row(self, row.id, function(seen, answer)
        local in_a_row = answer[1] and (seen.well and seen.well.in_a_row or 0) + 1 or 0
        seen.well = {
            ok = answer[1], why = answer[2], in_a_row = in_a_row, asked_at = asked_at, at = clock(),
        }
        if answer[1] then self.fleet:note_well(row.id, asked_at) end
    end))
end

function ask.health(self, row)
    local item = self.inventory[row.id]
    ask_health(self, row, function() return self.checker:look(row.id, item) end)
end

function ask.well(self, row)
    local item = self.inventory[row.id]
    ask_health(self, row, function() return self.checker:is_well(row.id, item) end)
end

-- Decides about one instance until the instance has to wait.
local function advance(self, id)
    self.advancing = id
    while true do
        local row, seen = self.state.by_id[id], self.seen[id]
        if not seen then return end
        seen.is_dirty = nil
        if seen.fatal and instances.is_polled[row.step] then return give_up(self, row, seen.fatal) end
        local answer = follow.next(self.spec, self.state, row, seen, clock())
        if answer.event then
            seen.is_forced = answer.event.kind == "forced" or seen.is_forced
            self:append { answer.event }
        elseif answer.ask and answer.ask ~= "look" then
            seen.asking = answer.ask
            ask[answer.ask](self, row)
            if seen.asking then return end -- otherwise the answer came at once
        else
            if answer.ask then self.poller:look_now(seen) end
            return self.due:set(id, answer.wake_at)
        end
    end
end

function instances.advance_all(self)
    local id = self.due:take(clock())
    while id do
        self:touch(id)
        id = self.due:take(clock())
    end
    if #self.dirty == 0 then return false end
    local dirty = self.dirty
    self.dirty = {}
    for _, touched in ipairs(dirty) do advance(self, touched) end
    self.advancing = nil
    return true
end

return instances
