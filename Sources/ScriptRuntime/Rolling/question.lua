-- Questions to functions of the script: they may err, and they may not take for ever.

local task, host = ...

local question = {}

-- How long a function that only answers may take, in seconds.
question.LIMIT = 60

-- The task belongs to the function of the script: `exit` in it ends that task alone.
local function as_hook(fn, ...)
    host.hook(1)
    return fn(...)
end

-- True and what the function answers, or false and why it does not.
function question.ask(limit, fn, ...)
    local answer = table.pack(pcall(task.timeout, limit, as_hook, fn, ...))
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
