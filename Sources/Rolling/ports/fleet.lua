-- Looks at the whole fleet: which of the instances that are selected are down right now.

local need = ...
local world = need "world"
local way = need "core/way"
local zec, clock, sleep, try = world.zec, world.clock, world.sleep, world.try

local Fleet = {}
Fleet.__index = Fleet

local port = {}

-- Up to this many, each is asked for its status and health; of more only
-- those are listed that are not RUNNING.
local ASK_EACH_MAX = 1000

-- The statuses of the instances that are not RUNNING.
local OTHER_STATUSES = {
    "STOPPED", "REBOOT", "BOOTING", "STOPPING", "DEPLOYING", "REBUILDING", "IMAGING", "RESIZING",
    "CREATE_FAILED",
}

local LEAVING = { RECYCLE = true, RECYCLED = true, RECYCLING = true, RELEASING = true }

-- After how many seconds an instance that the cloud does not know is not missing, but gone.
local GONE_AFTER = 60

-- `rows` are those of the roll's state, which are read and never written; `by_id` maps
-- ids to them; `inventory` maps ids to rows of the inventory; `checker` asks for their
-- health, where there is a health check.
function port.new(options)
    return setmetatable({
        rows = options.rows, by_id = options.by_id, inventory = options.inventory, checker = options.checker,
        missing_since = {}, is_gone = {}, gone = {}, well_at = {}, surprises = 0,
        is_small = #options.rows <= ASK_EACH_MAX,
    }, Fleet)
end

-- MARK: One instance and its status

local is_idle = { planned = true, draining = true, drained = true }

-- Those whose reboot is under way are watched by the poller.
local function is_asked(self, row)
    return (is_idle[row.step] or way.is_over(row)) and not self.is_gone[row.id]
end

-- Two looks that overlap may both find that an instance has left.
local function note_gone(self, row)
    if self.is_gone[row.id] then return end
    self.is_gone[row.id] = true
    self.gone[#self.gone + 1] = row
end

-- An instance that the cloud does not know any more is missing, and after
-- a while no longer part of the fleet.
local function note_missing(self, row, now)
    local since = self.missing_since[row.id] or now
    self.missing_since[row.id] = since
    if now - since >= GONE_AFTER then note_gone(self, row) end
    return not self.is_gone[row.id]
end

local function is_down(self, row, status, now)
    if status == "RUNNING" then
        self.missing_since[row.id] = nil
        return false
    end
    if LEAVING[status] then
        note_gone(self, row)
        return false
    end
    if status == "NOT_FOUND" then return note_missing(self, row, now) end
    return true
end

-- MARK: Looking

-- Statuses by id, and the rows they are of: of each that is to be asked.
local function ask_each(self)
    local ids, rows = {}, {}
    for _, row in ipairs(self.rows) do
        if is_asked(self, row) then
            ids[#ids + 1] = row.id
            rows[#rows + 1] = row
        end
    end
    return #ids > 0 and zec.status(ids) or {}, rows
end

-- The instances that ended badly after their reboot and that no list of statuses other than RUNNING has.
local function add_unwell(self, statuses, rows)
    local ids = {}
    for _, row in ipairs(self.rows) do
        if row.is_unwell and is_asked(self, row) and not statuses[row.id] then ids[#ids + 1] = row.id end
    end
    if #ids == 0 then return end
    local found = zec.status(ids)
    for _, id in ipairs(ids) do
        statuses[id] = found[id]
        rows[#rows + 1] = self.by_id[id]
    end
end

-- The same of those only that are not RUNNING.
local function list_others(self)
    local statuses, rows = {}, {}
    for _, status in ipairs(OTHER_STATUSES) do
        for _, listed in ipairs(zec.instances { status = status }) do
            local row = self.by_id[listed.instanceId]
            if row and is_asked(self, row) and not statuses[row.id] then
                statuses[row.id] = listed.status
                rows[#rows + 1] = row
            end
        end
    end
    add_unwell(self, statuses, rows)
    return statuses, rows
end

-- Called with a good answer of an instance's health check, and the time of its request.
function Fleet:note_well(id, asked_at) self.well_at[id] = asked_at end

-- Asks those for their health that had no good answer since `keep_since`; of a large fleet only those that
-- ended badly after their reboot. Returns when the oldest answer was asked for that is kept.
local function note_unhealthy(self, look, rows, keep_since)
    local running, oldest = {}, look.at
    if not self.checker then return oldest end
    for _, row in ipairs(rows) do
        local may_be_asked = is_asked(self, row) and not look.down[row.id]
            and (self.is_small or row.is_unwell)
        local well_at = self.well_at[row.id]
        if may_be_asked and well_at and well_at >= keep_since then
            oldest = math.min(oldest, well_at)
        elseif may_be_asked then
            running[#running + 1] = { id = row.id, row = self.inventory[row.id] }
        end
    end
    self.checker:note_unwell(running, look.down)
    for _, item in ipairs(running) do self.well_at[item.id] = not look.down[item.id] and look.at or nil end
    return oldest
end

-- Those that have left, and those that ended badly after their reboot and are well again: ids. An instance
-- that has left is named by every look until the roll knows it: a look that was too old is thrown away.
local function note_changes(self, look, rows)
    local unknown = {}
    for _, row in ipairs(self.gone) do
        if not row.gone then unknown[#unknown + 1], look.gone[#look.gone + 1] = row, row.id end
    end
    self.gone = unknown
    for _, row in ipairs(rows) do
        if row.is_unwell and not self.is_gone[row.id] and not look.down[row.id] then
            look.well[#look.well + 1] = row.id
        end
    end
end

-- What is so now: `at` is when the oldest question was asked, `ended_at` when the last one was answered,
-- `down` maps ids to the reason, `status` to what is known; `gone` and `well` list ids. Good health of the
-- last `keep` seconds is not asked for again; they are counted when the statuses are in, which may take long.
-- Raises where the cloud can't tell.
function Fleet:look(asks_each, keep)
    local look = { at = clock(), down = {}, status = {}, gone = {}, well = {} }
    local surprises = self.surprises
    self.partial = nil
    local read = (asks_each or self.is_small) and ask_each or list_others
    local statuses, rows = read(self)
    look.status = statuses
    for _, row in ipairs(rows) do
        local status = statuses[row.id]
        if is_down(self, row, status, look.at) then look.down[row.id] = "is " .. status end
    end
    self.partial = look -- the answers of the health checks still come in
    local asked = clock()
    local oldest = note_unhealthy(self, look, rows, keep and keep > 0 and asked - keep or math.huge)
    look.ended_at, look.at = clock(), oldest
    look.checked_for = look.ended_at - asked
    note_changes(self, look, rows)
    look.is_whole = surprises == self.surprises
    return look
end

-- MARK: Looking until the cloud answers

-- To be called when an instance is no longer in flight and may be down: no answer until now shows it, nor
-- does the answer to a request that is under way.
function Fleet:forget() self.surprises = self.surprises + 1 end

-- After this many looks in a row that were too old when they ended, the time of the health checks is not
-- counted: no look can be younger than its health checks take.
local SLOW_LOOKS = 3

-- What is not counted of the age of a look, in seconds.
local function allowance(self, look, looks)
    if not self.is_small then return math.huge end
    return looks >= SLOW_LOOKS and look.checked_for or 0
end

-- Looks until the cloud answers, for at most `patience` seconds, and until a look is no older than `age` when
-- it ends; returns the look, or nil and why there is none. `slow` in it is what is not counted of its age.
-- Good health of the last `keep` seconds is not asked for again.
function Fleet:look_patiently(patience, age, keep, asks_each)
    local deadline, pause, problem, looks = clock() + patience, 1, nil, 0
    while true do
        local is_last = clock() >= deadline
        local look, err = try(self.look, self, asks_each, keep)
        looks = look and looks + 1 or 0
        if look then look.slow = allowance(self, look, looks) end
        local is_young = look and clock() - look.at <= age + look.slow
        if is_young and look.is_whole then return look end
        if err and type(err) ~= "table" then error(err, 0) end -- a mistake of the program
        if not is_young then
            problem = err and (err.message or tostring(err)) or "the answers take too long"
            if is_last or err and err.kind == "credentials" then return nil, problem end
            sleep(math.min(pause, math.max(deadline - clock(), 0.001)))
            pause = math.min(pause * 2, 30)
        end
    end
end

return port
