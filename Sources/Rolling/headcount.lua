-- How many take room: those under way, those chosen for a batch, those seen down, and those that ended uncertain, not well, or out of load.
--
-- It counts as things change, for a fleet may have a hundred thousand instances and a roll as many changes.

local way = ...

local Headcount = {}
Headcount.__index = Headcount

local headcount = {}

function headcount.new(records)
    -- `total` and `groups` count those who take room; `busy` those of them with whom the roll has something to do.
    local self = setmetatable({ total = 0, groups = {}, busy = 0, busy_groups = {}, steps = {}, by_id = {} }, Headcount)
    for _, record in ipairs(records) do self.by_id[record.id] = record end
    self.steps.planned = #records
    return self
end

function Headcount:record(id) return self.by_id[id] end

-- How many have come to a step and no further.
function Headcount:at(step) return self.steps[step] or 0 end

local function difference(is, was) return (is and 1 or 0) - (was and 1 or 0) end

-- To be told of every change of a record: its step, `is_reserved`, `gone`.
function Headcount:note(record)
    local busy = record.is_reserved or way.is_in_flight(record)
    local may_be_down = record.step == "uncertain" or record.is_unwell or way.is_over(record) and record.drained ~= nil
    local takes = busy or may_be_down and not record.gone
    local by = difference(takes, record.takes_room)
    local more = difference(busy, record.is_busy)
    self.busy = self.busy + more
    self.busy_groups[record.group] = (self.busy_groups[record.group] or 0) + more
    self.total = self.total + by
    self.groups[record.group] = (self.groups[record.group] or 0) + by
    record.is_busy, record.takes_room = busy, takes
end

-- Whether the roll has something to do with others than those of a group.
function Headcount:is_busy_outside(group) return self.busy > (self.busy_groups[group] or 0) end

-- To be told of the step that a record has left for its present one.
function Headcount:moved(record, from)
    self.steps[from] = self.steps[from] - 1
    self.steps[record.step] = self:at(record.step) + 1
    self:note(record)
end

-- How many take room by a view of who is down, in all and by group; those of a batch are not counted, they are to go down anyway.
function Headcount:count(view, batch)
    local total, groups = self.total, {}
    for group, count in next, self.groups do groups[group] = count end
    local function add(record, by)
        total = total + by
        groups[record.group] = (groups[record.group] or 0) + by
    end
    for id in next, view.down do
        local record = self.by_id[id]
        if not record.takes_room and not record.gone then add(record, 1) end
    end
    for _, record in ipairs(batch or {}) do
        if record.takes_room or view.down[record.id] and not record.gone then add(record, -1) end
    end
    return total, groups
end

return headcount
