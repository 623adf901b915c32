-- Durations and counts for people.

local text = {}

local function with_rest(whole, unit, rest, rest_unit)
    return rest == 0 and ("%d%s"):format(whole, unit) or ("%d%s %d%s"):format(whole, unit, rest, rest_unit)
end

-- `250ms`, `4.2s`, `1m 30s`, `2h 5m`, `3d 4h`, from seconds.
function text.duration(seconds)
    if seconds < 0.9995 then return ("%dms"):format(math.floor(seconds * 1000 + 0.5)) end
    if seconds < 59.95 then
        local tenths = math.floor(seconds * 10 + 0.5)
        return tenths % 10 == 0 and ("%ds"):format(tenths // 10)
            or ("%d.%ds"):format(tenths // 10, tenths % 10)
    end
    local whole = math.floor(seconds + 0.5)
    if whole < 3600 then return with_rest(whole // 60, "m", whole % 60, "s") end
    local minutes = whole // 60
    local hours = minutes // 60
    if hours < 48 then return with_rest(hours, "h", minutes % 60, "m") end
    return with_rest(hours // 24, "d", hours % 24, "h")
end

-- `1 instance`, `3 instances`.
function text.count(number, noun) return ("%d %s%s"):format(number, noun, number == 1 and "" or "s") end

return text
