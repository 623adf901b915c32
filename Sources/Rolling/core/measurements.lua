-- Times that were measured, and what most of them do not exceed. Reading them changes nothing.

local Measurements = {}
Measurements.__index = Measurements

local measurements = {}

-- How many are kept, the youngest: enough for a percentile, few enough to keep in order.
local KEPT = 500

-- `kept` has the youngest as they came, in a ring; `sorted` has the same in order.
function measurements.new() return setmetatable({ count = 0, kept = {}, sorted = {} }, Measurements) end

-- The first place in a sorted list whose value is not below one.
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

-- The time that `percent` of a hundred do not exceed; nil while too few were measured.
function Measurements:percentile(percent)
    if self.count < 3 then return nil end
    return self.sorted[math.max(1, math.ceil(#self.sorted * percent / 100))]
end

-- What most do not exceed, also where few were measured; nil where none was.
function Measurements:typical()
    return self.sorted[math.max(1, math.ceil(#self.sorted * 95 / 100))]
end

return measurements
