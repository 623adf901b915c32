-- How many at a time: sizes of batches, ramps, groups, and the integers that shares come to.

local amounts = ...

local pace = {}

-- The integers of a specification for a selection of `total`.
function pace.numbers(spec, total)
    local down = amounts.down(spec.max_unavailable, total)
    if spec.min_healthy then
        local up = amounts.up(spec.min_healthy, total)
        down = math.min(down, total - up)
    end
    local numbers = { total = total, max_unavailable = down, sizes = {} }
    for i, amount in ipairs(spec.batch_size or {}) do numbers.sizes[i] = amounts.down(amount, total) end
    if #numbers.sizes == 0 then numbers.sizes = { 1, math.max(1, down) } end
    if spec.canary then table.insert(numbers.sizes, 1, amounts.down(spec.canary.size, total)) end
    return numbers
end

-- The size of the batch of a number, from 1; the last one of a ramp repeats.
function pace.size(numbers, batch)
    local size = numbers.sizes[math.min(batch, #numbers.sizes)]
    return math.min(size, numbers.max_unavailable)
end

-- The group of an instance: the value of a field, of a tag ("tags.rack"), or of a function.
function pace.group_of(spec, row)
    local by = spec.group_by
    if by == nil then return "" end
    if type(by) == "function" then return tostring(by(row)) end
    local tag = by:match("^tags%.(.+)$")
    local value = tag and (row.tags or {})[tag] or row[by]
    return value == nil and "" or tostring(value)
end

local function by_group(records)
    local groups, names = {}, {}
    for _, record in ipairs(records) do
        if not groups[record.group] then
            groups[record.group] = {}
            names[#names + 1] = record.group
        end
        table.insert(groups[record.group], record)
    end
    return groups, names
end

-- Group after group, or one of each in turn.
function pace.arrange(spec, records)
    if spec.group_by == nil or spec.group_order == "as_ordered" then return records end
    local groups, names = by_group(records)
    local arranged = {}
    if spec.group_order == "sequential" then
        for _, name in ipairs(names) do
            table.move(groups[name], 1, #groups[name], #arranged + 1, arranged)
        end
        return arranged
    end
    local round = 1
    while #arranged < #records do
        for _, name in ipairs(names) do arranged[#arranged + 1] = groups[name][round] end
        round = round + 1
    end
    return arranged
end

-- The batches as they are planned when nothing goes wrong: lists of records.
function pace.waves(spec, numbers, records)
    local waves, position = {}, 1
    while position <= #records do
        local size, wave, in_group = math.max(1, pace.size(numbers, #waves + 1)), {}, {}
        local first_group = records[position].group
        while position <= #records and #wave < size do
            local record = records[position]
            local limit = spec.max_unavailable_per_group
            local full = limit and (in_group[record.group] or 0) >= limit
            local other = spec.group_order == "sequential" and record.group ~= first_group
            if full or other then break end
            in_group[record.group] = (in_group[record.group] or 0) + 1
            wave[#wave + 1] = record
            position = position + 1
        end
        waves[#waves + 1] = wave
    end
    return waves
end

return pace
