-- The queue of the instances that wait for their turn: a list of their positions in the order of the plan.
--
-- An instance that had its turn and was not rebooted waits behind other such instances, and before the
-- instances that had no turn yet. Taking out, putting back and reading the first instance take the same time
-- for any length of the queue.

local Queue = {}
Queue.__index = Queue

local queue = {}

function queue.new(count)
    local self = setmetatable({
        count = count, following = {}, preceding = {}, frontier = 1, length = count,
    }, Queue)
    -- Position 0 stands before the first instance and behind the last.
    for position = 0, count do self.following[position] = position < count and position + 1 or 0 end
    for position = 0, count do self.preceding[position] = position > 0 and position - 1 or count end
    return self
end

function Queue:is_empty() return self.length == 0 end

-- Whether an instance is in the queue.
function Queue:has(position) return self.following[position] ~= nil end

-- Returns the first instance, or the instance after `position`; nil at the end.
function Queue:next(position)
    local following = self.following[position or 0]
    return following ~= 0 and following or nil
end

-- Takes an instance out of the queue; this counts as its turn.
function Queue:take(position)
    local before, after = self.preceding[position], self.following[position]
    if position == self.frontier then self.frontier = after == 0 and self.count + 1 or after end
    self.following[before], self.preceding[after] = after, before
    self.following[position], self.preceding[position] = nil, nil
    self.length = self.length - 1
end

-- Notes that all instances before `position` had their turn as well.
function Queue:pass(position)
    if position >= self.frontier then self.frontier = position end
end

-- Puts an instance back, before the first instance that had no turn yet.
function Queue:put_off(position)
    local after = self:has(self.frontier) and self.frontier or 0
    local before = self.preceding[after]
    self.following[before], self.preceding[after] = position, position
    self.following[position], self.preceding[position] = after, before
    self.length = self.length + 1
end

local function append(self, position)
    local last = self.preceding[0]
    self.following[last], self.preceding[position] = position, last
    self.following[position], self.preceding[0] = 0, position
    self.length = self.length + 1
end

-- Returns a queue with the instances of `self` and the instances at `positions`. The latter are sorted, in
-- the order of the plan, among the instances that had no turn yet.
function queue.extended(self, positions)
    local early, late, is_late = {}, table.move(positions, 1, #positions, 1, {}), false
    local position = self:next()
    while position do
        is_late = is_late or position == self.frontier
        table.insert(is_late and late or early, position)
        position = self:next(position)
    end
    table.sort(late)
    local made = queue.new(0)
    made.count, made.frontier = self.count, late[1] or self.count + 1
    for _, waiting in ipairs(early) do append(made, waiting) end
    for _, waiting in ipairs(late) do append(made, waiting) end
    return made
end

return queue
