-- Libraries that belong to the program and are loaded when a script first requires them.

local host, now, clock = host, now, clock

-- Both clocks when the program began: whoever asks later sees whether the one for the calendar has been moved
-- since.
local started_at, started_clock = now(), clock()

-- Calendar time by the clock that does not jump.
local function steady_now() return started_at + clock() - started_clock end

-- Libraries catch the end of the program as well, for what they began they put back; then they raise it
-- again.
local caught = { pcall = host.pcall, xpcall = host.xpcall }
local environment = setmetatable(caught, { __index = _G, __newindex = _G })

-- A part of a library, run with what it is given.
local function load_part(name, ...) return host.load(host.library(name), environment)(...) end

function package.preload.rolling() return load_part("rolling", host, load_part, steady_now) end
