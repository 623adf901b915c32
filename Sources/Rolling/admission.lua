-- Who may go down next. Those that are down already, or of whom nobody knows, take room first.

local question, pace = ...

local Admission = {}
Admission.__index = Admission

local admission = {}

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

-- What the script says against rebooting one: a step and why; nil where it agrees. What errs, or answers with something else, fails it;
-- "planned" where the roll ends before the answer.
local function objection(roll, record)
    local only_if = roll.spec.only_if
    if not only_if then return nil end
    local ok, answer = roll:ask(question.LIMIT, only_if, record.id, record.row)
    if ok == nil then return "planned" end
    if ok and answer == true then return nil end
    if ok and answer == false then
        record.is_excused = true
        return "skipped", "only_if says no"
    end
    return "failed", "only_if must answer true or false: " .. (ok and type(answer) or answer)
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

-- Who takes room by a view, in all or of a group, as words.
local function holders(roll, view, group)
    local names, more = {}, 0
    for _, record in ipairs(roll.records) do
        local why = view.down[record.id] or record.takes_room and (record.reason or "is " .. record.step)
        if why and not record.gone and (group == nil or record.group == group) then
            if #names < 5 then names[#names + 1] = ("%s (%s)"):format(record.name, why) else more = more + 1 end
        end
    end
    return table.concat(names, ", ") .. (more > 0 and (" and %d more"):format(more) or "")
end

-- Why the last choice found nobody: the limit, and who is down.
function Admission:lack()
    local roll, lacking = self.roll, self.lacking
    if not lacking then return "nobody can go for now" end
    if lacking.why then return lacking.why end
    local record, view = lacking.record, lacking.view
    if record and is_missing(record, view) then return record.name .. " is missing from the inventory for now" end
    local group_limit = roll.spec.max_unavailable_per_group
    local in_group = record and room(self, view).groups[record.group] or 0
    if group_limit and in_group >= group_limit then
        return ("%d of group '%s' may be down (max_unavailable_per_group), and it has: %s"):format(group_limit, record.group,
            holders(roll, view, record.group))
    end
    local option = roll.spec.min_healthy and "max_unavailable, min_healthy" or "max_unavailable"
    return ("%d may be down (%s), and down or unknown are: %s"):format(roll.numbers.max_unavailable, option,
        holders(roll, view))
end

-- Why nobody went, where that was no choice of this.
function Admission:note_lack(why) self.lacking = { why = why } end

-- Whether one may not go yet, because groups go one after the other and another group is not through.
local function waits_for_group(self, record, first)
    local spec = self.roll.spec
    if not spec.group_by or spec.group_order ~= "sequential" then return false end
    return first ~= nil and first.group ~= record.group or self.roll.headcount:is_busy_outside(record.group)
end

-- The next ones that there is room for, at most so many; they take it from now on.
function Admission:choose(view, size)
    local left, chosen, passed_over, first = room(self, view), {}, {}, nil
    self.roll.choices = self.roll.choices + 1
    self.lacking = { view = view }
    while #chosen < size and left.total <= left.limit and #passed_over < pace.PASSED_OVER_MAX do
        local record = next_planned(self)
        if not record then break end
        if waits_for_group(self, record, first) then
            passed_over[#passed_over + 1] = record
            break
        end
        first = first or record
        record.batch = self.roll.choices
        local is_down = view.down[record.id] ~= nil
        local why = obstacle(record, view)
        if why then
            self.roll:record(record, "skipped", why)
        elseif is_missing(record, view) or not fits(left, record, is_down) then
            passed_over[#passed_over + 1] = record
            self.lacking.record = self.lacking.record or record
            if left.group_limit == math.huge and not is_missing(record, view) then break end
        else
            local step, reason = objection(self.roll, record)
            if step == "planned" then
                passed_over[#passed_over + 1] = record
                break
            elseif step then
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

-- Those of a batch that may still be rebooted, by a younger view; what becomes of each of the others: { record, step, reason }; and
-- whether one of them lacks room, or is unknown for now.
function Admission:still_allowed(batch, view)
    local left, ready, allowed, others, lack_room = room(self, view, batch), {}, {}, {}, false
    for _, record in ipairs(batch) do
        local step, why = verdict(record, view)
        if step then
            others[#others + 1] = { record, step, why }
            lack_room = lack_room or step == "planned"
        else
            ready[#ready + 1] = record
        end
        -- An instance of the batch that is down already takes room whether it is rebooted now or not: it is counted before the others.
        if view.down[record.id] and not record.gone then take(left, record, false) end
    end
    for _, record in ipairs(ready) do
        local is_down = view.down[record.id] ~= nil
        if fits(left, record, is_down) then
            take(left, record, is_down)
            allowed[#allowed + 1] = record
        else
            others[#others + 1] = { record, "planned" }
            lack_room = true
        end
    end
    if #allowed > 0 then self.roll:note_down(left.total) end
    return allowed, others, lack_room
end

return admission
