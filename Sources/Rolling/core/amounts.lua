-- Amounts: counts (`3`) and shares of a total (`"10%"`). What may be down is rounded down, what must be up is
-- rounded up; both come to at least 1.

local amounts = {}

-- Parses `3`, `"3"` or `"10%"`. Returns { count = 3 } or { percent = 10 }; nil if the value is not a positive
-- amount.
function amounts.parse(value)
    if math.type(value) == "integer" then return value > 0 and { count = value } or nil end
    if type(value) ~= "string" then return nil end
    local percent = tonumber(value:match("^%s*([%d.]+)%s*%%%s*$"))
    if percent then return percent > 0 and percent <= 100 and { percent = percent } or nil end
    local count = math.tointeger(tonumber(value:match("^%s*(%d+)%s*$")))
    return count and count > 0 and { count = count } or nil
end

-- Converts a limit of instances down, the size of a batch or a checkpoint to a number of instances.
function amounts.down(amount, total)
    if amount.count then return amount.count end
    return math.max(1, math.floor(total * amount.percent / 100 + 1e-9))
end

-- Converts the amount of instances that must be up to a number of instances.
function amounts.up(amount, total)
    if amount.count then return amount.count end
    return math.max(1, math.ceil(total * amount.percent / 100 - 1e-9))
end

function amounts.text(amount)
    if amount.count then return tostring(amount.count) end
    local percent = amount.percent
    return (percent % 1 == 0 and "%d%%" or "%g%%"):format(percent)
end

return amounts
