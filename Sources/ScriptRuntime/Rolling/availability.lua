-- Who is down right now, of all that are selected: what somebody may still take down depends on it.

local host, zec, clock, sleep, try, way = ...

local Availability = {}
Availability.__index = Availability

local availability = {}

-- Up to so many, each is asked for its status and health; of more only those are listed that are not RUNNING.
local ASK_EACH_MAX = 1000

-- The statuses of those that are not RUNNING.
local OTHER_STATUSES = {
    "STOPPED", "REBOOT", "BOOTING", "STOPPING", "DEPLOYING", "REBUILDING", "IMAGING", "RESIZING", "CREATE_FAILED",
}

local LEAVING = { RECYCLE = true, RECYCLED = true, RECYCLING = true, RELEASING = true }

-- One that nobody has known for so long is not missing, but gone.
local GONE_AFTER = 60

function availability.new(records, checker)
    local self = setmetatable({ records = records, checker = checker, missing_since = {} }, Availability)
    self.by_id = {}
    for _, record in ipairs(records) do self.by_id[record.id] = record end
    return self
end

-- MARK: Statuses

local function is_asked(record) return not way.is_in_flight(record) and not record.gone end

local function ask_each(self)
    local ids = {}
    for _, record in ipairs(self.records) do
        if is_asked(record) then ids[#ids + 1] = record.id end
    end
    return #ids > 0 and zec.status(ids) or {}
end

local function list_others(self)
    local statuses = {}
    for _, status in ipairs(OTHER_STATUSES) do
        for _, row in ipairs(zec.instances { status = status }) do
            if self.by_id[row.instanceId] then statuses[row.instanceId] = row.status end
        end
    end
    return statuses
end

-- One that the cloud does not know any more is missing, and after a while no longer part of the fleet.
local function note_missing(self, record, now)
    local since = self.missing_since[record.id] or now
    self.missing_since[record.id] = since
    record.gone = now - since >= GONE_AFTER
    return not record.gone
end

local function is_down(self, record, status, now)
    if status == nil or status == "RUNNING" then
        self.missing_since[record.id] = nil
        return false
    end
    if LEAVING[status] then
        record.gone = true
        return false
    end
    if status == "NOT_FOUND" then return note_missing(self, record, now) end
    return true
end

-- MARK: The view

-- What is so now: `down` maps ids to the reason, `at` is when the first question was asked. Raises where the cloud can't tell.
function Availability:look(asks_each)
    local at = clock()
    local each = asks_each or #self.records <= ASK_EACH_MAX
    local statuses = each and ask_each(self) or list_others(self)
    local view, running = { at = at, down = {}, status = statuses }, {}
    for _, record in ipairs(self.records) do
        if is_asked(record) then
            local status = statuses[record.id]
            if is_down(self, record, status, at) then
                view.down[record.id] = "is " .. status
            elseif not record.gone then
                running[#running + 1] = record
            end
        end
    end
    if self.checker and #self.records <= ASK_EACH_MAX then
        for id, why in next, self.checker:not_well(running) do view.down[id] = why end
    end
    return view
end

-- A view that is no older than `age` when it is returned; nil and why where the cloud can't tell for so long.
function Availability:fresh(age, patience, asks_each)
    local deadline, pause, problem = clock() + patience, 1, nil
    while true do
        local view, err = try(self.look, self, asks_each)
        if view and (clock() - view.at <= age or #self.records > ASK_EACH_MAX) then return view end
        if err and err.kind == "credentials" then error(err, 0) end
        problem = err and (err.message or tostring(err)) or "the answers take too long"
        if clock() + pause > deadline then return nil, problem end
        sleep(pause)
        pause = math.min(pause * 2, 30)
    end
end

-- MARK: Counting

-- How many are down or may be, in all and by group: those under way, those of whom nobody knows, and those seen down.
-- `except` are not counted: they are about to be taken down anyway.
function availability.count(records, view, except)
    local total, groups = 0, {}
    for _, record in ipairs(records) do
        local unknown = record.step == "uncertain" and not record.gone
        local down = view.down[record.id] ~= nil and not record.gone
        if not (except and except[record.id]) and (way.is_in_flight(record) or unknown or down) then
            total = total + 1
            groups[record.group] = (groups[record.group] or 0) + 1
        end
    end
    return total, groups
end

return availability
