-- Sets of tasks whose ends are learnt in the order in which they happen. All that runs several tasks is made
-- of it.

local host, spawn = host, task.spawn

-- While it is open, cancellation waits.
local lifted = setmetatable({}, { __close = function() host.shield(-1) end })

function host.shielded()
    host.shield(1)
    return lifted
end

local TaskSet = {}
TaskSet.__index = TaskSet

function host.task_set(what)
    return setmetatable({
        what = what, ticket = host.ticket(), tasks = {}, added = 0, live = 0, ended = {}, read = 0,
    }, TaskSet)
end

-- From now on a failure of the task comes to this set, never to the task's parent.
function TaskSet:add(task)
    self.added, self.live = self.added + 1, self.live + 1
    self.tasks[self.added] = task
    host.watch(task, self.ticket, self.added)
    if self.closing then task:cancel() end
    return self.added
end

function TaskSet:spawn(...)
    local task = spawn(...)
    self:add(task)
    return task
end

local function next_end(set)
    if set.read >= #set.ended then set.ended, set.read = host.ended(set.ticket), 0 end
    set.read = set.read + 1
    return set.ended[set.read]
end

-- Waits until one more task has ended, with all its children. Returns the task and its number; nil when the
-- time is over, or when none is left.
function TaskSet:next(timeout)
    while self.live > 0 do
        local number = next_end(self)
        if number then
            local task = self.tasks[number]
            self.tasks[number], self.live = nil, self.live - 1
            return task, number
        end
        if not host.park(self.ticket, self.what, timeout) then return nil end
    end
    return nil
end

function TaskSet:ends()
    return function() return self:next() end
end

-- Cancels what still runs and waits for it.
function TaskSet:close()
    if self.live == 0 then return end
    self.closing = true
    local _ <close> = host.shielded()
    for number = 1, self.added do
        if self.tasks[number] then self.tasks[number]:cancel() end
    end
    for _ in self:ends() do end
end

-- However the call that made the set ends, nothing outlives it.
TaskSet.__close = TaskSet.close
