-- Computes in which window each batch of a plan begins, by the calendar.

local need = ...
local world = need "world"
local calendar = need "world/calendar"
local host, steady_now = world.host, world.steady_now

local schedule = {}

-- The limit of openings of the window that are tried for one batch.
local OPENINGS_MAX = 10

-- Returns when a batch that is ready at `time` may begin, and when the window closes then. Returns nil if no
-- opening is long enough.
local function opening(window, cutoff, time)
    for _ = 1, OPENINGS_MAX do
        local closes, opens = host.window_at(window.handle, time)
        if closes and time + cutoff <= closes then return time, closes end
        if not opens then return nil end
        time = opens
    end
    return nil
end

-- If the roll has a window, adds to each batch of its plan when the batch begins and when its window closes.
-- From the first batch on for which no window is long enough, the batches have neither.
function schedule.add(roll)
    local spec, made = roll.spec, roll.plan
    local window = spec.window
    if not window then return made end
    local time, cutoff = steady_now(), window.cutoff or spec.reboot_timeout
    for number, wave in ipairs(made.waves) do
        local begins, closes = opening(window, cutoff, time)
        if not begins then break end
        wave.begins_at, wave.window_closes_at = calendar.text(begins), calendar.text(closes)
        local next_wave = made.waves[number + 1]
        time = begins + (next_wave and next_wave.begins_after - wave.begins_after or 0)
    end
    return made
end

return schedule
