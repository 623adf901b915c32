-- Functions with which the other Lua modules raise and catch errors. Scripts can't call them.

local host, getinfo = host, host.debug.getinfo

local INTERRUPTED = 3

-- Returns true if an error must end the running task, which was cancelled, or the whole run. Code that
-- catches errors for a script raises such an error again. The identity of the error decides, not its fields.
-- A cancellation error of another task is an ordinary error.
function host.ends_task(err)
    local ending = host.ending(err)
    return ending == INTERRUPTED or ending ~= nil and host.is_cancelled()
end

-- While this value is open, `exit` fails the hook that the program calls; it does not end the run.
local closed_hook = setmetatable({}, { __close = function() host.hook(-1) end })

function host.begin_hook()
    host.hook(1)
    return closed_hook
end

-- Calls a function of the script like pcall. If the function calls `exit`, only this call fails.
function host.call_hook(fn, ...)
    local _ <close> = host.begin_hook()
    local exits = host.exits()
    local outcome = table.pack(host.pcall(fn, ...))
    host.exits(exits) -- forgets an `exit` that the function called
    return table.unpack(outcome, 1, outcome.n)
end

-- Raises a text error that names the innermost line of the script.
function host.raise(message)
    local level = 2
    local frame = getinfo(level, "Sl")
    while frame and (frame.currentline <= 0 or frame.source:find("^=%[zecscript")) do
        level = level + 1
        frame = getinfo(level, "Sl")
    end
    if frame then message = ("%s:%d: %s"):format(frame.short_src, frame.currentline, message) end
    error(message, 0)
end

-- Wraps a standard function that the program replaces: its errors name the line of the script and `name`, the
-- function that the script called.
function host.stock(name, fn)
    local function answer(ok, ...)
        if ok then return ... end
        local err = ...
        if type(err) ~= "string" then error(err, 0) end
        local text = err:gsub("^%[zecscript [^%]]*%]:%d+: ", "")
        host.raise((text:gsub("^(bad argument #%d+ to) '[^']*'", "%1 '" .. name .. "'")))
    end
    return function(...) return answer(host.pcall(fn, ...)) end
end

function host.bad_argument(name, number, problem)
    host.error("usage", ("bad argument #%d to '%s' (%s)"):format(number, name, problem))
end

function host.bad_option(name, number, option, problem)
    host.bad_argument(name, number, ("option '%s': %s"):format(option, problem))
end

function host.timed_out(what, seconds)
    local message = ("timed out after %s waiting for %s"):format(host.duration_text(seconds), what)
    host.error("timeout", message, { what = what, timeout = seconds })
end
