-- What the other modules need to say that something went wrong. Nothing here is seen by scripts.

local host, getinfo = host, debug.getinfo

-- Errors that end a task or the whole run. Whoever catches errors for a script lets these pass.
local ending = { cancelled = true, exit = true, interrupted = true }

function host.ends_task(err)
    return type(err) == "table" and ending[rawget(err, "kind")] == true
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
