-- Measured times in seconds, with percentiles.

local Measurements = {}
Measurements.__index = Measurements

local measurements = {}

-- The number of times that are kept, the newest: enough for a percentile, few enough to keep sorted.
local KEPT = 500

-- The number of unread times after which sorting all kept times costs less than inserting each new time.
local UNREAD_MAX = 30

-- `kept` is a ring of the newest times in their order of arrival; `sorted` has these times in ascending order,
-- or is nil until the next read: the replay of a journal notes 100,000 times and reads none of them.
function measurements.new()
    return setmetatable({ count = 0, unread = 0, kept = {}, sorted = {} }, Measurements)
end

-- Returns the first position in a sorted list whose value is not smaller than `value`.
local function place_of(sorted, value)
    local low, high = 1, #sorted + 1
    while low < high do
        local middle = (low + high) // 2
        if sorted[middle] < value then low = middle + 1 else high = middle end
    end
    return low
end

local function insert(sorted, oldest, seconds)
    if oldest then table.remove(sorted, place_of(sorted, oldest)) end
    table.insert(sorted, place_of(sorted, seconds), seconds)
end

function Measurements:note(seconds)
    local place = self.count % KEPT + 1
    local oldest = self.kept[place]
    self.kept[place], self.count, self.unread = seconds, self.count + 1, self.unread + 1
    if self.unread > UNREAD_MAX then self.sorted = nil end
    if self.sorted then insert(self.sorted, oldest, seconds) end
end

local function in_order(self)
    if not self.sorted then
        self.sorted = table.move(self.kept, 1, #self.kept, 1, {})
        table.sort(self.sorted)
    end
    self.unread = 0
    return self.sorted
end

-- Returns the time that `percent` of 100 measured times do not exceed; nil with fewer than 3 measured times.
function Measurements:percentile(percent)
    if self.count < 3 then return nil end
    local sorted = in_order(self)
    return sorted[math.max(1, math.ceil(#sorted * percent / 100))]
end

-- Returns p95 of the measured times, even of one or two; nil without any.
function Measurements:typical()
    local sorted = in_order(self)
    return sorted[math.max(1, math.ceil(#sorted * 95 / 100))]
end

return measurements
