-- Calendar time as text.

local need = ...
local world = need "world"
local now, clock, date = world.now, world.clock, world.os.date

local calendar = {}

-- Writes seconds since 1970 UTC as text: `2026-01-06T01:05:00Z`.
function calendar.text(seconds) return date("!%Y-%m-%dT%H:%M:%SZ", math.floor(seconds)) end

-- Writes a time of the monotonic clock as calendar time.
function calendar.of_moment(at) return calendar.text(now() + at - clock()) end

return calendar
