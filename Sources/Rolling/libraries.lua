-- Declares the libraries of the program; a library is loaded when a script first requires it.

local host, now, clock = host, now, clock

-- Both clocks at the start of the program: a later comparison shows whether the calendar clock was changed.
local started_at, started_clock = now(), clock()

-- Returns the calendar time, in seconds since 1970 UTC, by the clock that never jumps.
local function steady_now() return started_at + clock() - started_clock end

-- In libraries, pcall and xpcall also catch the error that ends the program, because a library must put back
-- what it began; the library raises the error again.
local caught = { pcall = host.pcall, xpcall = host.xpcall }
local environment = setmetatable(caught, { __index = _G, __newindex = _G })

-- Loads a part of a library, runs it with the given arguments, and returns its result.
local function load_part(name, ...) return host.load(host.library(name), environment)(...) end

function package.preload.rolling() return load_part("rolling", host, load_part, steady_now) end
