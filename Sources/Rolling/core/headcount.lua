-- How many instances take room: those under way, those chosen for a batch, and those that ended
-- uncertain, not well, or out of load.
--
-- It counts as things change, for a fleet may have a hundred thousand instances and a roll as many changes.

local need = ...
local way = need "core/way"

local Headcount = {}
Headcount.__index = Headcount

local headcount = {}

function headcount.new(rows)
    -- `total` and `groups` count those that take room; `busy` those of them
    -- that the roll has something to do with; `chosen_batches` those of a batch that
    -- have no request yet.
    local self = setmetatable({
        total = 0, groups = {}, busy = 0, busy_groups = {}, busy_batches = {}, chosen_batches = {},
        steps = {},
    }, Headcount)
    self.steps.planned = #rows
    return self
end

-- How many have come to a step and no further.
function Headcount:at(step) return self.steps[step] or 0 end

local function difference(is, was) return (is and 1 or 0) - (was and 1 or 0) end

local function add(counts, key, by) counts[key] = (counts[key] or 0) + by end

-- Called for every change of a row: its step, `is_reserved`, `gone`, `is_unwell`, `drained`.
function Headcount:note(row)
    local busy = row.is_reserved or way.is_in_flight(row)
    local may_be_down = row.step == "uncertain" or row.is_unwell or way.is_over(row) and row.drained ~= nil
    local takes = busy or may_be_down and not row.gone
    local by, more = difference(takes, row.takes_room), difference(busy, row.is_busy)
    if by ~= 0 then
        self.total = self.total + by
        add(self.groups, row.group, by)
    end
    if more ~= 0 then
        self.busy = self.busy + more
        add(self.busy_groups, row.group, more)
        if row.batch then add(self.busy_batches, row.batch, more) end
    end
    local chosen = difference(row.is_reserved, row.is_chosen)
    if chosen ~= 0 and row.batch then add(self.chosen_batches, row.batch, chosen) end
    row.is_busy, row.takes_room, row.is_chosen = busy or nil, takes or nil, row.is_reserved
end

-- Whether the roll has something to do with others than those of a group.
function Headcount:is_busy_outside(group) return self.busy > (self.busy_groups[group] or 0) end

-- How many of a batch the roll has something to do with.
function Headcount:busy_of(batch) return self.busy_batches[batch] or 0 end

-- How many of a batch were chosen and have no request yet.
function Headcount:chosen_of(batch) return self.chosen_batches[batch] or 0 end

-- Called with the step that a row has left for its present step.
function Headcount:moved(row, from)
    self.steps[from] = self.steps[from] - 1
    add(self.steps, row.step, 1)
    self:note(row)
end

-- How many take room, in all and by group, beside those that a look shows down; those of a batch are not
-- counted, for they are to go down anyway. `rows` maps ids to rows.
function Headcount:count(rows, down, batch)
    local total, groups = self.total, {}
    for group, count in next, self.groups do groups[group] = count end
    local function change(row, by)
        total = total + by
        add(groups, row.group, by)
    end
    for id in next, down do
        local row = rows[id]
        if not row.takes_room and not row.gone then change(row, 1) end
    end
    for _, row in ipairs(batch or {}) do
        if row.takes_room or down[row.id] and not row.gone then change(row, -1) end
    end
    return total, groups
end

return headcount
