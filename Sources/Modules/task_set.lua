-- A set of tasks that reports the end of each task, in the order in which the tasks end. All functions that
-- run several tasks use it.

local host, spawn = host, task.spawn

-- While this value is open, a cancellation of the task is postponed.
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

-- Adds a task. From now on, a failure of the task goes to this set, never to the task's parent.
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

-- Waits until one more task and all its children have ended. Returns the task and its number; returns nil
-- after `timeout` seconds, or if no task is left.
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

-- Cancels the tasks that still run, and waits until they have ended.
function TaskSet:close()
    if self.live == 0 then return end
    self.closing = true
    local _ <close> = host.shielded()
    for number = 1, self.added do
        if self.tasks[number] then self.tasks[number]:cancel() end
    end
    for _ in self:ends() do end
end

-- When the call that made the set ends, with or without an error, no task of the set goes on.
TaskSet.__close = TaskSet.close
