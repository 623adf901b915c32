-- Waiting for several tasks, for one of several, for one within a time, and without being cancelled.

local declare = ...
local host, array = host, json.array

-- Starts what is a function, takes in what is a task.
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
        results[number] = task:wait() -- it has ended: this takes its result, or raises its error
    end
    return results
end)

declare("task.race", function(members)
    if #members == 0 then host.bad_argument("race", 1, "at least one task or function expected") end
    local set <close> = host.task_set("the first task of a list")
    return start(set, "race", members):next():wait()
end)

-- A function that ends well although it was cancelled too late, for it was shielded, has a result worth
-- having.
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
