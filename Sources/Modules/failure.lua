-- What the other modules need to say that something went wrong. Nothing here is seen by scripts.

local host, getinfo = host, host.debug.getinfo

local INTERRUPTED = 3

-- Whether an error ends the running task or the whole run; whoever catches errors for a script lets these
-- pass. It is known by the error itself, not by its fields. The error of another task that was cancelled is
-- an error like any other.
function host.ends_task(err)
    local ending = host.ending(err)
    return ending == INTERRUPTED or ending ~= nil and host.is_cancelled()
end

-- While it is open, `exit` is an error of the function that the program calls for the script.
local closed_hook = setmetatable({}, { __close = function() host.hook(-1) end })

function host.begin_hook()
    host.hook(1)
    return closed_hook
end

-- Calls a function of the script as pcall does; `exit` in it fails the call alone.
function host.call_hook(fn, ...)
    local _ <close> = host.begin_hook()
    local exits = host.exits()
    local outcome = table.pack(host.pcall(fn, ...))
    host.exits(exits) -- what was raised ends here
    return table.unpack(outcome, 1, outcome.n)
end

-- Raises a plain message at the script's innermost line.
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

-- A stock function that one of the program's stands before: its errors name the line of the script and what
-- the script called.
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
