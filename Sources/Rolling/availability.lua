-- Who is down right now, of all that are selected: what somebody may still take down depends on it.

local zec, clock, sleep, try, way = ...

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

function availability.new(records, headcount, checker)
    return setmetatable({
        records = records, headcount = headcount, checker = checker, missing_since = {}, gone = {}, surprises = 0,
        is_small = #records <= ASK_EACH_MAX,
    }, Availability)
end

-- MARK: One record and its status

-- Those whose reboot is under way are watched by others.
local function is_asked(record)
    return (record.step == "draining" or not way.is_in_flight(record)) and not record.gone
end

local function note_gone(self, record)
    record.gone = true
    self.gone[#self.gone + 1] = record
    self.headcount:note(record)
end

-- One that the cloud does not know any more is missing, and after a while no longer part of the fleet.
local function note_missing(self, record, now)
    local since = self.missing_since[record.id] or now
    self.missing_since[record.id] = since
    if now - since >= GONE_AFTER then note_gone(self, record) end
    return not record.gone
end

local function is_down(self, record, status, now)
    if status == "RUNNING" then
        self.missing_since[record.id] = nil
        return false
    end
    if LEAVING[status] then
        note_gone(self, record)
        return false
    end
    if status == "NOT_FOUND" then return note_missing(self, record, now) end
    return true
end

-- MARK: Looking

-- Statuses by id, and the records they are of: of each that is to be asked, or only of those that are not RUNNING.
local function ask_each(self)
    local ids, records = {}, {}
    for _, record in ipairs(self.records) do
        if is_asked(record) then
            ids[#ids + 1] = record.id
            records[#records + 1] = record
        end
    end
    return #ids > 0 and zec.status(ids) or {}, records
end

-- Those that ended badly after their reboot, and that are in no list of those that are not RUNNING.
local function add_unwell(self, statuses, records)
    local ids = {}
    for _, record in ipairs(self.records) do
        if record.is_unwell and is_asked(record) and not statuses[record.id] then ids[#ids + 1] = record.id end
    end
    if #ids == 0 then return end
    local found = zec.status(ids)
    for _, id in ipairs(ids) do
        statuses[id] = found[id]
        records[#records + 1] = self.headcount:record(id)
    end
end

local function list_others(self)
    local statuses, records = {}, {}
    for _, status in ipairs(OTHER_STATUSES) do
        for _, row in ipairs(zec.instances { status = status }) do
            local record = self.headcount:record(row.instanceId)
            if record and is_asked(record) and not statuses[record.id] then
                statuses[record.id] = row.status
                records[#records + 1] = record
            end
        end
    end
    add_unwell(self, statuses, records)
    return statuses, records
end

-- Of a large fleet only those are asked for their health that ended badly after their reboot.
local function note_unhealthy(self, records, down)
    if not self.checker then return end
    local running = {}
    for _, record in ipairs(records) do
        if is_asked(record) and not down[record.id] and (self.is_small or record.is_unwell) then running[#running + 1] = record end
    end
    self.checker:note_unwell(running, down)
end

-- Those that ended badly after their reboot take room until a look shows them well again.
local function note_well(self, records, down)
    for _, record in ipairs(records) do
        if record.is_unwell and not down[record.id] then
            record.is_unwell = nil
            self.headcount:note(record)
        end
    end
end

-- What is so now: `down` maps ids to the reason, `status` to what is known, `gone` lists the records that have left, `at` is when the
-- first question was asked. Raises where the cloud can't tell.
function Availability:look(asks_each)
    local at, down, surprises = clock(), {}, self.surprises
    self.partial = nil
    local read = (asks_each or self.is_small) and ask_each or list_others
    local statuses, records = read(self)
    for _, record in ipairs(records) do
        local status = statuses[record.id]
        if is_down(self, record, status, at) then down[record.id] = "is " .. status end
    end
    local view = { at = at, down = down, status = statuses, gone = self.gone }
    self.partial = view -- the answers of the health checks still come in
    local asked = clock()
    note_unhealthy(self, records, down)
    view.checked_for = clock() - asked
    note_well(self, records, down)
    view.is_whole = surprises == self.surprises
    return view
end

-- MARK: Views that are kept

-- To be called when an instance is under way no more and may be down: no view until now shows it, nor does a look that is being taken.
function Availability:forget()
    self.surprises = self.surprises + 1
    self.last = nil
end

-- After this many looks in a row that were too old when they ended, the time of the health checks is not counted: no look can be
-- younger than its health checks take.
local SLOW_LOOKS = 3

local function is_young_enough(self, view, age, looks)
    if not self.is_small then return true end
    local old = clock() - view.at
    if looks >= SLOW_LOOKS then old = old - view.checked_for end
    return old <= age
end

-- Looks until the cloud answers; returns a view, or nil and why not. With `age` no older view is good enough.
local function look_patiently(self, patience, age, asks_each)
    local deadline, pause, problem, looks = clock() + patience, 1, nil, 0
    while true do
        local is_last = clock() >= deadline
        local view, err = try(self.look, self, asks_each)
        looks = view and looks + 1 or 0
        local is_young = view and is_young_enough(self, view, age, looks)
        if is_young and view.is_whole then return view end
        if err and type(err) ~= "table" then error(err, 0) end -- a mistake of the program
        if not is_young then
            problem = err and (err.message or tostring(err)) or "the answers take too long"
            if is_last or err and err.kind == "credentials" then return nil, problem end
            sleep(math.min(pause, math.max(deadline - clock(), 0.001)))
            pause = math.min(pause * 2, 30)
        end
    end
end

-- The last view where it is no older than `age`, or else a new one, which may be older when the look took long; nil and why where the
-- cloud can't tell for so long.
function Availability:view(age, patience)
    local last = self.last
    if last and clock() - last.at <= age then return last end
    local problem
    last, problem = look_patiently(self, patience, math.huge)
    self.last = last
    return last, problem
end

-- A view that is no older than `age` when it is returned.
function Availability:young_view(age, patience)
    local view, problem = self:view(age, patience)
    if view and (clock() - view.at <= age or not self.is_small) then return view end
    if not view then return nil, problem end
    self.last, problem = look_patiently(self, patience, age)
    return self.last, problem
end

-- A new view for which each instance was asked, however many there are.
function Availability:thorough_view(age, patience) return look_patiently(self, patience, age, true) end

return availability
