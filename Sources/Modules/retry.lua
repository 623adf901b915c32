-- task.retry(fn, options): calls `fn` until it succeeds, up to a limit of attempts.

local declare = ...
local host, sleep, xpcall = host, sleep, host.xpcall

-- Kinds of errors that a retry can't fix.
local hopeless = { usage = true, deadlock = true, failed = true }

local function may_help(err)
    if type(err) ~= "table" then return true end
    return not hopeless[rawget(err, "kind")] and rawget(err, "retryable") ~= false
end

local function plan(options)
    local attempts, factor = options.attempts or 3, options.backoff or 2
    if attempts < 1 then host.bad_option("retry", 2, "attempts", "must be at least 1") end
    if not (factor >= 1) then host.bad_option("retry", 2, "backoff", "must be at least 1") end
    return attempts, host.duration(options.every or 1), factor, host.duration(options.max or 60)
end

-- Returns a random time from half the pause to the full pause, so that tasks that failed together do not
-- retry together.
local function jittered(pause) return pause * (1 + host.random()) / 2 end

declare("task.retry", function(fn, options)
    options = options or {}
    local attempts, pause, factor, longest = plan(options)
    local when = options.when or may_help
    for attempt = 1, attempts do
        local outcome = table.pack(xpcall(fn, host.keep_traceback))
        if outcome[1] then return table.unpack(outcome, 2, outcome.n) end
        local err = outcome[2]
        if attempt == attempts or host.ends_task(err) or not when(err) then error(err, 0) end
        sleep(jittered(math.min(pause, longest)))
        pause = pause * factor
    end
end)
