-- Puts the events of all lives of a roll on one clock: each process that works on a roll has a clock of its
-- own.

local need = ...
local events, state = need "core/events", need "core/state"

local lives = {}

-- Returns the position of the last event of a life; `first` is the position of an event of that life.
local function last_of_life(list, first)
    local position = first
    while list[position + 1] and list[position + 1].kind ~= "begun" do position = position + 1 end
    return position
end

-- Returns the first and the last position of each life. The event `opened` stands before the first `begun`.
local function spans(list)
    local found, first = {}, 1
    while first <= #list do
        local last = last_of_life(list, first)
        if list[first].kind == "opened" and last == first and list[first + 1] then
            last = last_of_life(list, first + 1)
        end
        found[#found + 1] = { first = first, last = last }
        first = last + 1
    end
    return found
end

local function shift(event, by)
    for _, name in ipairs(events.times) do
        if event[name] then event[name] = event[name] + by end
    end
end

-- Moves the times of the events of earlier lives to the present clock, which shows `at` when the calendar
-- clock shows `time`. It changes the events of the list: a large campaign has a million of them.
--
-- The time between two lives is the calendar time between their events, and never negative: a calendar clock
-- that was set back shortens no deadline.
function lives.shift(list, at, time)
    local found = spans(list)
    for number = #found, 1, -1 do
        local span = found[number]
        local last = list[span.last]
        local by = at - math.max(0, time - last.time) - last.at
        for position = span.first, span.last do shift(list[position], by) end
        at, time = list[span.first].at, list[span.first].time
    end
end

-- Returns the state that follows from the events of earlier lives, on the present clock; shifts the events.
function lives.fold(list, at, time)
    local made = state.new()
    lives.shift(list, at, time)
    for _, event in ipairs(list) do state.apply(made, event) end
    return made
end

return lives
