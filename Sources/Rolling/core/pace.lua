-- The pace of a roll: sizes of batches, ramps and groups, with shares converted to numbers of instances.

local need = ...
local amounts = need "core/amounts"

local pace = {}

-- Returns the checkpoints, the lowest first: { count =, text = }. At `count` done instances, the roll needs
-- approval.
local function checkpoints(spec, total)
    local list = {}
    for _, amount in ipairs(spec.checkpoint and spec.checkpoint.at or {}) do
        list[#list + 1] = { count = amounts.down(amount, total), text = amounts.text(amount) }
    end
    table.sort(list, function(a, b) return a.count < b.count end)
    return list
end

-- Converts the amounts of a specification to integers, for a selection of `total` instances.
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
    numbers.max_unavailable = math.max(0, down)
    numbers.checkpoints = checkpoints(spec, total)
    return numbers
end

-- Returns the size of a batch by its number, from 1; the last size of the ramp repeats.
function pace.size(numbers, batch)
    local size = numbers.sizes[math.min(batch, #numbers.sizes)]
    return math.min(size, numbers.max_unavailable)
end

-- Returns the number of the ramp's step with `mode = "rolling"`, when `done` instances are done: all
-- instances of a step must be done before the next step begins.
function pace.step(numbers, done)
    local step, needed = 1, 0
    while step < #numbers.sizes do
        needed = needed + pace.size(numbers, step)
        if done < needed then break end
        step = step + 1
    end
    return step
end

-- Returns how many instances may be under way before the next checkpoint is reached, when `done` instances
-- are done and the checkpoints up to `approved` are approved; infinity without a checkpoint.
function pace.until_checkpoint(numbers, done, approved)
    for _, checkpoint in ipairs(numbers.checkpoints) do
        if checkpoint.count > math.max(done, approved) then return checkpoint.count - done end
    end
    return math.huge
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

-- Arranges records by group: group after group, or one instance of each group in turn.
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

-- A queue of the instances that wait to be planned: first the instances that were passed over, then the
-- others in order.
local function queue_of(records)
    local queue, waiting, position = {}, {}, 0
    function queue.next()
        if #waiting > 0 then return table.remove(waiting) end
        position = position + 1
        return records[position]
    end
    function queue.put_back(list)
        for i = #list, 1, -1 do waiting[#waiting + 1] = list[i] end
    end
    return queue
end

-- The search for a wave ends after it passes over this number of instances without room in their group.
pace.PASSED_OVER_MAX = 1000

-- Takes the next wave from a queue, of at most `size` instances.
local function wave_of(spec, queue, size)
    local wave, in_group, passed_over = {}, {}, {}
    local limit = spec.max_unavailable_per_group or math.huge
    while #wave < size and #passed_over < pace.PASSED_OVER_MAX do
        local record = queue.next()
        if not record then break end
        if spec.group_order == "sequential" and wave[1] and wave[1].group ~= record.group then
            passed_over[#passed_over + 1] = record
            break
        elseif (in_group[record.group] or 0) >= limit then
            passed_over[#passed_over + 1] = record
        else
            in_group[record.group] = (in_group[record.group] or 0) + 1
            wave[#wave + 1] = record
        end
    end
    queue.put_back(passed_over)
    return wave
end

-- Returns the planned batches, if nothing goes wrong: lists of records.
function pace.waves(spec, numbers, records)
    local waves, queue, begun = {}, queue_of(records), 0
    while begun < #records do
        local size = math.min(pace.size(numbers, #waves + 1), pace.until_checkpoint(numbers, begun, begun))
        local wave = wave_of(spec, queue, math.max(1, size))
        waves[#waves + 1] = wave
        begun = begun + #wave
    end
    return waves
end

return pace
