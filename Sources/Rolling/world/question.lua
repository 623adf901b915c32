-- Questions to functions of the script: they may err, and they may not take for ever.

local need = ...
local world = need "world"
local host, clock = world.host, world.clock

local question = {}

-- How long a function that only answers may take, in seconds.
question.LIMIT = 60

-- The task belongs to the function of the script: `exit` in it ends that task alone.
local function as_hook(fn, ...)
    host.hook(1)
    return fn(...)
end

-- When a wait ends this much after its deadline, the process was suspended: the function
-- then gets some seconds more to answer.
local OVERSLEPT, GRACE = 1, 10

-- Like task.timeout, but a limit that passed while the process was suspended decides nothing yet.
local function within(limit, fn, ...)
    local set <close> = host.task_set("an answer of the script")
    local asked, deadline = set:spawn(fn, ...), clock() + limit
    local has_ended = set:next(limit)
    if not has_ended and clock() - deadline >= OVERSLEPT then has_ended = set:next(GRACE) end
    if not has_ended then
        set:close()
        if asked:status() == "cancelled" then host.timed_out(asked.name, limit) end
    end
    return asked:wait()
end

-- True and what the function answers, or false and why it does not.
function question.ask(limit, fn, ...)
    local answer = table.pack(pcall(within, limit, as_hook, fn, ...))
    local err = answer[2]
    if answer[1] then return table.unpack(answer, 1, answer.n) end
    if host.ends_task(err) then error(err, 0) end
    if type(err) ~= "table" then return false, tostring(err) end
    if err.kind == "timeout" and err.timeout == limit then
        return false, "it took longer than " .. host.duration_text(limit)
    end
    return false, err.message or tostring(err)
end

return question
