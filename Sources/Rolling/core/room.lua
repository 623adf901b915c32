-- Room: how many more instances may go down, in total and in each group, in addition to the instances that
-- are down.

local need = ...
local text = need "core/text"

local Room = {}
Room.__index = Room

local room = {}

-- Returns the room by a look at the fleet; the rows of `batch` do not take room in it.
function room.new(spec, state, look, batch)
    local total, groups = state.headcount:count(state.by_id, look.down, batch)
    local own = {}
    for _, row in ipairs(batch or {}) do own[row.id] = true end
    return setmetatable({
        total = total, groups = groups, own = own, limit = spec.numbers.max_unavailable,
        group_limit = spec.max_unavailable_per_group or math.huge,
    }, Room)
end

function Room:is_full() return self.total > self.limit end

-- Whether there is room for an instance. An instance that is already down adds nothing.
function Room:fits(row, is_down)
    local one = is_down and 0 or 1
    return self.total + one <= self.limit and (self.groups[row.group] or 0) + one <= self.group_limit
end

function Room:take(row, is_down)
    if is_down then return end
    self.total = self.total + 1
    self.groups[row.group] = (self.groups[row.group] or 0) + 1
end

-- MARK: In words

-- Returns how many instances take room, in total or in a group, and the names of some. An instance of the
-- batch itself is named only if it is down: the batch does not lack the room that it takes itself.
local function holders(self, state, look, group)
    local names, more = {}, 0
    for _, row in ipairs(state.rows) do
        local is_other = row.takes_room and not self.own[row.id]
        local why = look.down[row.id] or is_other and (row.reason or "is " .. row.step)
        if why and not row.gone and (group == nil or row.group == group) then
            if #names < 5 then names[#names + 1] = ("%s (%s)"):format(row.name, why) else more = more + 1 end
        end
    end
    return #names + more, table.concat(names, ", ") .. (more > 0 and (" and %d more"):format(more) or "")
end

-- `1 instance is`, `3 instances are`.
local function are(count) return text.count(count, "instance") .. (count == 1 and " is" or " are") end

-- Returns why there is no room for an instance, with the limit and the instances that are down. `row` is nil
-- if the search met no instance.
function Room:lack(spec, state, look, row)
    if row and look.status[row.id] == "NOT_FOUND" then
        return row.name .. " is missing from the inventory for now"
    end
    if row and (self.groups[row.group] or 0) >= self.group_limit then
        local count, names = holders(self, state, look, row.group)
        return ("%s down or uncertain in group '%s' (%s) and max_unavailable_per_group is %d"):format(
            are(count), row.group, names, self.group_limit)
    end
    local option = spec.min_healthy and "max_unavailable with min_healthy" or "max_unavailable"
    local count, names = holders(self, state, look)
    return ("%s down or uncertain (%s) and %s is %d"):format(are(count), names, option, self.limit)
end

return room
