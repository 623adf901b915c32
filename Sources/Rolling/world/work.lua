-- Questions to the world outside that are under way, each in a task of its own. Their answers are delivered
-- on the conductor's loop, one after the other. A question that only prepares a reboot can be ended early.

local need = ...
local world = need "world"
local host, spawn = world.host, world.task.spawn

local Work = {}
Work.__index = Work

local work = {}

function work.new()
    return setmetatable({ ticket = host.ticket(), inbox = {}, asked = 0, preparing = {} }, Work)
end

-- Wakes the loop, if it waits.
function Work:wake()
    if self.is_waiting then host.wake(self.ticket) end
end

-- Runs `deliver(...)` on the loop.
function Work:post(deliver, ...)
    self.inbox[#self.inbox + 1] = { deliver = deliver, ... }
    self:wake()
end

local function perform(self, item, fn)
    local answer = table.pack(pcall(fn))
    self.preparing[item.number] = nil
    if item.is_ended then return self:post(item.deliver, { is_ended = true }) end
    if answer[1] then return self:post(item.deliver, { ok = true, table.unpack(answer, 2, answer.n) }) end
    if host.ends_task(answer[2]) then error(answer[2], 0) end
    self:post(item.deliver, { ok = false, err = answer[2] })
end

-- Runs `fn()` in a task called `name`. `deliver(answer)` gets { ok = true, results … },
-- { ok = false, err = }, or { is_ended = true } if the question was ended early.
function Work:ask(name, fn, deliver)
    self.asked = self.asked + 1
    local item = { deliver = deliver, number = self.asked }
    item.task = spawn(name, perform, self, item, fn)
    return item
end

-- Asks like `Work:ask`, for a question that is of no use once the roll begins nothing more.
function Work:prepare(name, fn, deliver)
    local item = self:ask(name, fn, deliver)
    self.preparing[item.number] = item
    return item
end

function Work:cancel(item)
    item.is_ended = true
    item.task:cancel("the roll begins nothing more")
end

-- Ends all questions that only prepare a reboot.
function Work:end_preparing()
    local items = {}
    for _, item in next, self.preparing do items[#items + 1] = item end
    table.sort(items, function(a, b) return a.number < b.number end)
    for _, item in ipairs(items) do
        if not item.is_ended then self:cancel(item) end
    end
end

-- Delivers the answers that have arrived; returns whether there were any.
function Work:deliver()
    if #self.inbox == 0 then return false end
    local items = self.inbox
    self.inbox = {}
    for _, item in ipairs(items) do item.deliver(table.unpack(item)) end
    return true
end

-- Waits for at most `seconds`; returns early when an answer arrives. `what` says what the roll does
-- meanwhile.
function Work:wait(seconds, what)
    if #self.inbox > 0 then return end
    self.is_waiting = true
    local name = what and ("the roll (%s)"):format(what) or "the instances of the roll"
    host.park(self.ticket, name, seconds < math.huge and seconds or nil)
    self.is_waiting = false
end

return work
