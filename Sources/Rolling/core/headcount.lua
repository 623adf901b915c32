-- Counts the instances that take room: instances under way, instances chosen for a batch, and instances that
-- ended uncertain, unhealthy, or out of load.
--
-- Each change of a row updates the counts: a fleet may have a hundred thousand instances, and a roll as many
-- changes, so that counting all rows would take too long.

local need = ...
local way = need "core/way"

local Headcount = {}
Headcount.__index = Headcount

local headcount = {}

function headcount.new(rows)
    -- `total` and `groups` count the instances that take room. `busy` and its groups and batches count the
    -- instances among them that are chosen or under way. `chosen_batches` counts the instances of a batch
    -- that were chosen and have no request yet.
    local self = setmetatable({
        total = 0, groups = {}, busy = 0, busy_groups = {}, busy_batches = {}, chosen_batches = {},
        steps = {},
    }, Headcount)
    self.steps.planned = #rows
    return self
end

-- Returns the number of instances that are at a step.
function Headcount:at(step) return self.steps[step] or 0 end

local function difference(is, was) return (is and 1 or 0) - (was and 1 or 0) end

local function add(counts, key, by) counts[key] = (counts[key] or 0) + by end

-- Updates the counts after a change of a row: its step, `is_reserved`, `gone`, `is_unwell` or `drained`.
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

-- Whether an instance of another group is chosen or under way.
function Headcount:is_busy_outside(group) return self.busy > (self.busy_groups[group] or 0) end

-- Returns the number of instances of a batch that are chosen or under way.
function Headcount:busy_of(batch) return self.busy_batches[batch] or 0 end

-- Returns the number of instances of a batch that were chosen and have no request yet.
function Headcount:chosen_of(batch) return self.chosen_batches[batch] or 0 end

-- Updates the counts after a row has moved from the step `from` to its present step.
function Headcount:moved(row, from)
    self.steps[from] = self.steps[from] - 1
    add(self.steps, row.step, 1)
    self:note(row)
end

-- Returns how many instances take room, in total and by group, including the instances that a look shows
-- down. The rows of `batch` are not counted: they are to go down anyway. `rows` maps ids to rows.
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
