-- Measured times in seconds, with percentiles. Reading them changes nothing.

local Measurements = {}
Measurements.__index = Measurements

local measurements = {}

-- The number of times that are kept, the newest: enough for a percentile, few enough to keep sorted.
local KEPT = 500

-- `kept` is a ring of the newest times in their order of arrival; `sorted` has these times in ascending
-- order.
function measurements.new() return setmetatable({ count = 0, kept = {}, sorted = {} }, Measurements) end

-- Returns the first position in a sorted list whose value is not smaller than `value`.
local function place_of(sorted, value)
    local low, high = 1, #sorted + 1
    while low < high do
        local middle = (low + high) // 2
        if sorted[middle] < value then low = middle + 1 else high = middle end
    end
    return low
end

function Measurements:note(seconds)
    local place = self.count % KEPT + 1
    local oldest = self.kept[place]
    if oldest then table.remove(self.sorted, place_of(self.sorted, oldest)) end
    table.insert(self.sorted, place_of(self.sorted, seconds), seconds)
    self.kept[place], self.count = seconds, self.count + 1
end

-- Returns the time that `percent` of 100 measured times do not exceed; nil with fewer than 3 measured times.
function Measurements:percentile(percent)
    if self.count < 3 then return nil end
    return self.sorted[math.max(1, math.ceil(#self.sorted * percent / 100))]
end

-- Returns p95 of the measured times, even of one or two; nil without any.
function Measurements:typical()
    return self.sorted[math.max(1, math.ceil(#self.sorted * 95 / 100))]
end

return measurements
