-- What changes files or starts commands: the host is told of it before, so that a dry run withholds and prints it.

local host, io, os = host, io, os
local open, output, tmpfile = io.open, io.output, io.tmpfile
local execute, popen, remove, rename, tmpname = os.execute, io.popen, os.remove, os.rename, os.tmpname

-- Whether a change is withheld. What is no text is left to the standard function, which refuses it.
local function withheld(format, ...)
    for i = 1, select("#", ...) do
        if type((select(i, ...))) ~= "string" then return false end
    end
    return host.intend(format:format(...))
end

function io.open(path, mode)
    local writes = type(mode) == "string" and mode:find("[wa+]")
    if writes and withheld("write %s", path) then return tmpfile() end
    return open(path, mode)
end

function io.output(file)
    if type(file) == "string" and withheld("write %s", file) then file = tmpfile() end
    if file == nil then return output() end
    return output(file)
end

function os.remove(path)
    if withheld("remove %s", path) then return true end
    return remove(path)
end

function os.rename(old, new)
    if withheld("rename %s to %s", old, new) then return true end
    return rename(old, new)
end

local names = 0
function os.tmpname()
    if not host.is_dry_run() then return tmpname() end
    names = names + 1
    return ("/tmp/zecscript-dry-run-%d"):format(names)
end

function os.execute(command)
    if command ~= nil and withheld("run: %s", command) then return true, "exit", 0 end
    return execute(command)
end

-- A command that is withheld: nothing can be read from it, what is written to it is dropped, and it ends well.
local Withheld = {}
Withheld.__index = Withheld
Withheld.__name = "FILE*"

function Withheld.read() return nil end

function Withheld.lines() return function() return nil end end

function Withheld:write() return self end

function Withheld:flush() return self end

function Withheld:setvbuf() return true end

function Withheld.close() return true, "exit", 0 end

function io.popen(command, mode)
    if withheld("run: %s", command) then return setmetatable({}, Withheld) end
    return popen(command, mode)
end
