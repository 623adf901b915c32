-- Functions that change files. Each asks the host first, so that a dry run prints the change instead of
-- making it.

local host, io, os = host, io, os
local open, output, tmpfile = host.stock("open", io.open), host.stock("output", io.output), io.tmpfile
local remove, rename, tmpname = host.stock("remove", os.remove), host.stock("rename", os.rename), os.tmpname

-- Returns true if the host withholds a change. Returns false if an argument is wrong: the standard function
-- then raises the error. A number counts as text, as in standard Lua.
local function withheld(format, ...)
    for i = 1, select("#", ...) do
        local kind = type((select(i, ...)))
        if kind ~= "string" and kind ~= "number" then return false end
    end
    return host.intend(format:format(...))
end

-- Opens a temporary file that a dry run writes instead of `path`, with a copy of the old content unless the
-- mode drops it. Returns nil, a message and a code if the mode needs an old file and `path` can't be read.
local function substitute(path, mode)
    if mode:find("^w") then return tmpfile() end
    local old, problem, code = open(path, "rb")
    if not old and mode:find("^r") then return nil, problem, code end
    local file = tmpfile()
    if old then
        file:write(old:read("a"))
        old:close()
        if mode:find("^r") then file:seek("set") end
    end
    return file
end

function io.open(path, mode)
    local writes = type(mode) == "string" and mode:find("^[rwa]%+?b?$") and mode:find("[wa+]")
    if writes and withheld("write %s", path) then return substitute(path, mode) end
    return open(path, mode)
end

function io.output(file)
    if (type(file) == "string" or type(file) == "number") and withheld("write %s", file) then
        file = tmpfile()
    end
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
