-- The maintenance window: why it allows no reboot now, by a clock that does not jump.

local need = ...
local world = need "world"
local text, calendar = need "core/text", need "world/calendar"
local host, now, steady_now = world.host, world.now, world.steady_now

local Window = {}
Window.__index = Window

local port = {}

-- If the wall clock jumps by more than this number of seconds, it is not certain that the window is open.
local CLOCK_JUMP = 120

-- `boot_seconds()` returns how long an instance takes until it is healthy again, in seconds; nil if it is
-- unknown.
function port.new(spec, boot_seconds)
    return setmetatable({
        window = spec.window, timeout = spec.reboot_timeout, boot_seconds = boot_seconds,
    }, Window)
end

-- Returns how long before its end the window is closed for new reboots, in seconds.
function Window:cutoff() return self.window.cutoff or self.boot_seconds() or self.timeout end

local function clock_problem()
    local jump = now() - steady_now()
    if math.abs(jump) <= CLOCK_JUMP then return nil end
    return ("the wall clock has jumped by %.0f s: it is not certain that the window is open"):format(jump)
end

-- Returns why the window allows no reboot, and after how many seconds it does (nil: not any more in this
-- run).
function Window:problem()
    local window = self.window
    if not window then return nil end
    local jumped = clock_problem()
    if jumped then return jumped end
    local time = steady_now()
    local closes, opens, next_seconds = host.window_at(window.handle, time)
    if not closes then
        local wait = opens and opens - time or nil
        if not wait then return "the window is closed for good" end
        local opening = "the window is closed, and opens in %s (%s)"
        return opening:format(text.duration(wait), calendar.text(opens)), wait
    end
    local cutoff = self:cutoff()
    if time + cutoff <= closes then return nil end
    return ("the window closes in %s, and a reboot takes up to %s"):format(
        text.duration(math.max(0, closes - time)), text.duration(cutoff)),
        opens and cutoff <= next_seconds and opens - time or nil
end

-- Returns the same as a table: { reason =, wait = }; `reason` is nil if the window is open.
function Window:read()
    local reason, wait = self:problem()
    return { reason = reason, wait = wait }
end

return port
