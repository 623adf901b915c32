-- Times that were measured, and what most of them do not exceed.

local Measurements = {}
Measurements.__index = Measurements

local measurements = {}

-- So many are kept, the youngest: enough for a percentile, few enough to sort.
local KEPT = 500

-- They are sorted anew when one in so many is new: a percentile changes slowly, and is asked for all the time.
local NEW_SHARE = 20

function measurements.new() return setmetatable({ count = 0, kept = {}, sorted = nil, sorted_at = 0 }, Measurements) end

function Measurements:note(seconds)
    self.kept[self.count % KEPT + 1] = seconds
    self.count = self.count + 1
end

-- One that so many in a hundred do not exceed; nil while too few were measured.
function Measurements:percentile(percent)
    if self.count < 3 then return nil end
    local sorted = self.sorted
    if not sorted or self.count > self.sorted_at + #sorted // NEW_SHARE then
        sorted = table.move(self.kept, 1, #self.kept, 1, {})
        table.sort(sorted)
        self.sorted, self.sorted_at = sorted, self.count
    end
    return sorted[math.max(1, math.ceil(#sorted * percent / 100))]
end

return measurements
