-- wait(condition, options): calls `condition` until it returns a true value.

local declare = ...
local host, clock = host, clock

-- In seconds. A shorter sleep might not move the clock, so `wait` times out if less time is left.
local RESOLUTION = 1e-6

local function pauses(options)
    local every = host.duration(options.every or 1)
    local factor = options.backoff or 1
    local longest = options.max and host.duration(options.max) or math.huge
    if every <= 0 then host.bad_option("wait", 2, "every", "must be longer than 0") end
    if not (factor >= 1) then host.bad_option("wait", 2, "backoff", "must be at least 1") end
    return every, factor, math.max(every, longest)
end

-- Calls the condition for the last time at the deadline, not up to one pause before the deadline.
local function ask(condition, what, timeout, pause, factor, longest)
    local deadline = timeout and clock() + timeout or math.huge
    local ticket = host.ticket()
    while true do
        local answer = table.pack(condition())
        if answer[1] then return table.unpack(answer, 1, answer.n) end
        local left = deadline - clock()
        if left < RESOLUTION then host.timed_out(what, timeout) end
        host.park(ticket, what, math.min(pause, left))
        pause = math.min(pause * factor, longest)
    end
end

declare("wait", function(condition, options)
    options = options or {}
    local timeout = options.timeout and host.duration(options.timeout)
    return ask(condition, options.what or "a condition", timeout, pauses(options))
end)
