-- task.all, task.race, task.timeout, task.shield: wait for all tasks of a list, for the first task, with a
-- time limit, or without being cancelled.

local declare = ...
local host, array = host, json.array

-- Spawns a task for each function of `members`, and adds each task of `members` to the set.
local function start(set, name, members)
    for number, member in ipairs(members) do
        if type(member) == "function" then
            set:spawn(member)
        elseif type(member) == "userdata" then
            set:add(member)
        else
            local problem = ("item %d: task or function expected, got %s"):format(number, type(member))
            host.bad_argument(name, 1, problem)
        end
    end
    return set
end

declare("task.all", function(members)
    local set <close> = host.task_set("all tasks of a list")
    local results = array()
    for task, number in start(set, "all", members):ends() do
        results[number] = task:wait() -- the task has ended: returns its result, or raises its error
    end
    return results
end)

declare("task.race", function(members)
    if #members == 0 then host.bad_argument("race", 1, "at least one task or function expected") end
    local set <close> = host.task_set("the first task of a list")
    return start(set, "race", members):next():wait()
end)

-- If the function was shielded and succeeded after the time limit, returns its result instead of an error.
declare("task.timeout", function(duration, fn, ...)
    local seconds = host.duration(duration)
    local set <close> = host.task_set("a task with a time limit")
    local task = set:spawn(fn, ...)
    if not set:next(seconds) then
        set:close()
        if task:status() == "cancelled" then host.timed_out(task.name, seconds) end
    end
    return task:wait()
end)

declare("task.shield", function(fn, ...)
    local _ <close> = host.shielded()
    return fn(...)
end)
