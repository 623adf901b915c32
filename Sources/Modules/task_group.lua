-- Groups of tasks with a limit, and the functions built on groups and sets: task.map and task.each.

local declare = ...
local host, spawn, semaphore, pcall, array = host, task.spawn, task.semaphore, host.pcall, json.array

local Group = { __name = "group" }
Group.__index = Group

function Group:__tostring() return ("group: %d tasks"):format(self.set.live) end

Group.spawn = declare("group:spawn", function(group, ...)
    if group.set.live == 0 then host.error("usage", "cannot spawn: the group has ended") end
    local permit = group.slots and group.slots:acquire()
    local task = spawn(...)
    group.permits[group.set:add(task)] = permit
    return task
end)

local function free_slot(group, number)
    local permit = group.permits[number]
    group.permits[number] = nil
    if permit then permit:release() end
end

-- Returns the error of a failed task. Raises the error if it must end this task or the run.
local function error_of(task)
    local _, err = pcall(task.wait, task)
    if host.ends_task(err) then error(err, 0) end
    return err
end

-- Runs `body(group)` as the first task of the group, so that a failure of another task can interrupt it.
-- Returns the body's task and the collected errors; raises the first failure unless `collects`. A task that
-- the script itself cancelled has not failed.
local function run(limit, collects, body)
    local set <close> = host.task_set("the tasks of a group")
    local group = setmetatable({ set = set, slots = limit and semaphore(limit), permits = {} }, Group)
    local main = set:spawn(body, group)
    local errors = array()
    for task, number in set:ends() do
        free_slot(group, number)
        if task:status() == "failed" then
            if task == main or not collects then task:wait() end
            errors[#errors + 1] = error_of(task)
        end
    end
    return main, errors
end

local function checked_limit(name, argument, option, limit)
    if limit and limit < 1 then host.bad_option(name, argument, option, "must be at least 1") end
    return limit
end

declare("task.group", function(options, body)
    options = options or {}
    local mode = options.on_error or "cancel"
    if mode ~= "cancel" and mode ~= "collect" then
        host.bad_option("group", 1, "on_error", ('"cancel" or "collect" expected, got "%s"'):format(mode))
    end
    local main, errors = run(checked_limit("group", 1, "limit", options.limit), mode == "collect", body)
    if mode == "collect" then return errors end
    return main:wait()
end)

-- Calls `call(number)` for 1 to `count`, each in its own task, at most `limit` tasks at a time. The first
-- failure cancels the other tasks.
local function run_numbers(count, limit, call)
    local set <close> = host.task_set("the tasks of a list")
    local number = 0
    repeat
        while number < count and set.live < limit do
            number = number + 1
            set:spawn(call, number)
        end
        local task = set:next()
        if task then task:wait() end
    until not task
end

declare("task.map", function(list, fn, options)
    local limit = checked_limit("map", 3, "concurrency", options and options.concurrency)
    local results = array()
    run_numbers(#list, limit or math.huge, function(number) results[number] = fn(list[number], number) end)
    return results
end)

declare("task.each", function(source, fn, options)
    local limit = checked_limit("each", 3, "concurrency", options and options.concurrency)
    if type(source) == "table" then
        return run_numbers(#source, limit or math.huge, function(number) fn(source[number], number) end)
    end
    run(limit, false, function(group)
        for a, b, c in source do group:spawn(fn, a, b, c) end
    end)
end)
