-- Who may go down next. Those that are down already, or of whom nobody knows, take room first.

local host = ...

local Admission = {}
Admission.__index = Admission

local admission = {}

-- So many that have no room are passed over in search of one of another group.
local PASSED_OVER_MAX = 1000

function admission.new(roll)
    -- `waiting` holds those to go before all others, the next one last.
    return setmetatable({ roll = roll, records = roll.records, position = 0, waiting = {} }, Admission)
end

-- MARK: The queue

-- One that was chosen, and could not be rebooted after all, gets its turn after others of that kind.
function Admission:put_off(record) table.insert(self.waiting, 1, record) end

local function next_planned(self)
    local record = table.remove(self.waiting)
    while not record and self.position < #self.records do
        self.position = self.position + 1
        local candidate = self.records[self.position]
        if candidate.step == "planned" then record = candidate end
    end
    return record
end

function Admission:is_empty()
    local record = next_planned(self)
    if record then self.waiting[#self.waiting + 1] = record end
    return record == nil
end

-- MARK: One of them

-- Why one can't be rebooted, whatever the room.
local function obstacle(record, view)
    local status = view.status[record.id]
    if record.gone then return "is not in the inventory any more" end
    if status and status ~= "RUNNING" and status ~= "NOT_FOUND" then return "is " .. status .. ", not RUNNING" end
    return nil
end

-- A row that is missing may be back in a moment: it is unknown, and nothing is done with the one until it is known again, or gone.
local function is_missing(record, view) return view.status[record.id] == "NOT_FOUND" end

-- What the script says against rebooting one: a step and why; nil where it agrees. What errs, or answers with something else, fails it.
local function objection(roll, record)
    local only_if = roll.spec.only_if
    if not only_if then return nil end
    local ok, answer = pcall(only_if, record.row)
    if not ok and host.ends_task(answer) then error(answer, 0) end
    if ok and answer == true then return nil end
    if ok and answer == false then
        record.is_excused = true
        return "skipped", "only_if says no"
    end
    return "failed", "only_if must answer true or false: " .. (ok and type(answer) or tostring(answer))
end

-- MARK: Room

-- Room by a view: what is taken, in all and by group.
local function room(self, view, batch)
    local total, groups = self.roll.headcount:count(view, batch)
    return {
        total = total, groups = groups, limit = self.roll.numbers.max_unavailable,
        group_limit = self.roll.spec.max_unavailable_per_group or math.huge,
    }
end

-- Whether there is room for one; one that is down already takes none in addition.
local function fits(left, record, is_down)
    local one = is_down and 0 or 1
    return left.total + one <= left.limit and (left.groups[record.group] or 0) + one <= left.group_limit
end

local function take(left, record, is_down)
    if is_down then return end
    left.total = left.total + 1
    left.groups[record.group] = (left.groups[record.group] or 0) + 1
end

-- Whether one may not go yet, because groups go one after the other and another group is not through.
local function waits_for_group(self, record, first)
    local spec = self.roll.spec
    if not spec.group_by or spec.group_order ~= "sequential" then return false end
    return first ~= nil and first.group ~= record.group or self.roll.headcount:is_busy_outside(record.group)
end

-- The next ones that there is room for, at most so many; they take it from now on.
function Admission:choose(view, size)
    local left, chosen, passed_over, first = room(self, view), {}, {}, nil
    while #chosen < size and left.total <= left.limit and #passed_over < PASSED_OVER_MAX do
        local record = next_planned(self)
        if not record then break end
        if waits_for_group(self, record, first) then
            passed_over[#passed_over + 1] = record
            break
        end
        first = first or record
        local is_down = view.down[record.id] ~= nil
        local why = obstacle(record, view)
        if why then
            self.roll:record(record, "skipped", why)
        elseif is_missing(record, view) then
            passed_over[#passed_over + 1] = record
        elseif not fits(left, record, is_down) then
            passed_over[#passed_over + 1] = record
            if left.group_limit == math.huge then break end
        else
            local step, reason = objection(self.roll, record)
            if step then
                self.roll:record(record, step, reason)
            else
                take(left, record, is_down)
                chosen[#chosen + 1] = record
            end
        end
    end
    for i = #passed_over, 1, -1 do self.waiting[#self.waiting + 1] = passed_over[i] end
    for _, record in ipairs(chosen) do self.roll:reserve(record) end
    return chosen
end

-- Those of a batch that the script still wants to be rebooted, and what becomes of each of the others: { record, step, reason }.
function Admission:still_wanted(batch)
    local wanted, others = {}, {}
    for _, record in ipairs(batch) do
        local step, reason = objection(self.roll, record)
        if step then others[#others + 1] = { record, step, reason } else wanted[#wanted + 1] = record end
    end
    return wanted, others
end

-- What becomes of one of a batch that can't be rebooted now, by a younger view: a step and why; nil for one that can.
local function verdict(record, view)
    local why = obstacle(record, view)
    if why then return "skipped", why end
    return is_missing(record, view) and "planned" or nil
end

-- Those of a batch that may still be rebooted, by a younger view, and what becomes of each of the others: { record, step, reason }.
function Admission:still_allowed(batch, view)
    local left, ready, allowed, others = room(self, view, batch), {}, {}, {}
    for _, record in ipairs(batch) do
        local step, why = verdict(record, view)
        if step then
            others[#others + 1] = { record, step, why }
            -- One of the batch that is down takes room as any other: those that are ready come after it.
            if view.down[record.id] and not record.gone then take(left, record, false) end
        else
            ready[#ready + 1] = record
        end
    end
    for _, record in ipairs(ready) do
        if fits(left, record, false) then
            take(left, record, false)
            allowed[#allowed + 1] = record
        else
            others[#others + 1] = { record, "planned" }
        end
    end
    if #allowed > 0 then self.roll:note_down(left.total) end
    return allowed, others
end

return admission
