-- Libraries that belong to the program and are loaded when a script first requires them.

local host, load, error = host, load, error

-- A part of a library, run with what it is given; its source is text like any other.
local function load_part(name, ...)
    local source = host.library(name)
    local chunk, problem = load(source, ("=[zecscript rolling.%s]"):format(name), "t")
    if not chunk then error(problem, 0) end
    return chunk(...)
end

function package.preload.rolling() return load_part("rolling", host, load_part) end
