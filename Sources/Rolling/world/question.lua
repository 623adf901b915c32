-- Asks functions of the script, which may raise errors, or take too long to answer.

local need = ...
local world = need "world"
local host, clock = world.host, world.clock

local question = {}

-- The limit for a function that only answers a question, in seconds.
question.LIMIT = 60

-- Makes the task belong to the function of the script: `exit` in the function ends that task only.
local function as_hook(fn, ...)
    host.hook(1)
    return fn(...)
end

-- If a wait ends OVERSLEPT seconds after its deadline, or later, the process was suspended: the function then
-- gets a grace period of GRACE seconds to answer.
local OVERSLEPT, GRACE = 1, 10

-- Works like task.timeout, but a limit that passed while the process was suspended does not end the call yet.
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

-- Returns true and what the function answers, or false and why it gives no answer.
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
