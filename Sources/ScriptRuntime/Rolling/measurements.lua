-- Times that were measured, and what most of them do not exceed.

local Measurements = {}
Measurements.__index = Measurements

local measurements = {}

-- So many are kept, the youngest: enough for a percentile, few enough to sort.
local KEPT = 500

function measurements.new() return setmetatable({ count = 0, kept = {} }, Measurements) end

function Measurements:note(seconds)
    self.kept[self.count % KEPT + 1] = seconds
    self.count = self.count + 1
end

-- One that so many in a hundred do not exceed; nil while too few were measured.
function Measurements:percentile(percent)
    if self.count < 3 then return nil end
    local sorted = table.move(self.kept, 1, #self.kept, 1, {})
    table.sort(sorted)
    return sorted[math.max(1, math.ceil(#sorted * percent / 100))]
end

return measurements
