-- Measured times in seconds, with percentiles.

local Measurements = {}
Measurements.__index = Measurements

local measurements = {}

-- The number of times that are kept, the newest: enough for a percentile, few enough to keep sorted.
local KEPT = 500

-- The number of unread times after which sorting all kept times costs less than inserting each new time.
local UNREAD_MAX = 30

-- The kept times of each object in ascending order, and the number of times noted since the last read. They
-- depend on the reads, so they are not part of the state of a roll: the events alone make the state.
local orders = setmetatable({}, { __mode = "k" })

-- `kept` is a ring of the newest times in their order of arrival.
function measurements.new() return setmetatable({ count = 0, kept = {} }, Measurements) end

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

-- The replay of a journal notes 100,000 times and reads none, so an order without reads is dropped.
function Measurements:note(seconds)
    local place = self.count % KEPT + 1
    local oldest, order = self.kept[place], orders[self]
    self.kept[place], self.count = seconds, self.count + 1
    if not order then return end
    order.unread = order.unread + 1
    if order.unread > UNREAD_MAX then orders[self] = nil else insert(order.sorted, oldest, seconds) end
end

-- Returns the kept times in ascending order.
local function in_order(self)
    local order = orders[self]
    if not order then
        order = { sorted = table.move(self.kept, 1, #self.kept, 1, {}) }
        table.sort(order.sorted)
        orders[self] = order
    end
    order.unread = 0
    return order.sorted
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
