-- Looks at the whole fleet: which of the selected instances are down right now.

local need = ...
local world = need "world"
local way = need "core/way"
local zec, clock, sleep, try = world.zec, world.clock, world.sleep, world.try

local Fleet = {}
Fleet.__index = Fleet

local port = {}

-- With up to this number of instances, each instance is asked for its status and health. With more, a look
-- lists only the instances that are not RUNNING.
local ASK_EACH_MAX = 1000

-- The statuses of the instances that are not RUNNING.
local OTHER_STATUSES = {
    "STOPPED", "REBOOT", "BOOTING", "STOPPING", "DEPLOYING", "REBUILDING", "IMAGING", "RESIZING",
    "CREATE_FAILED",
}

local LEAVING = { RECYCLE = true, RECYCLED = true, RECYCLING = true, RELEASING = true }

-- An instance that the cloud does not know is missing; after this number of seconds, it is gone.
local GONE_AFTER = 60

-- `rows` are the rows of the roll's state, which are read and never written; `by_id` maps ids to these rows;
-- `inventory` maps ids to rows of the inventory; `checker` runs the health checks, nil without a health
-- check.
function port.new(options)
    return setmetatable({
        rows = options.rows, by_id = options.by_id, inventory = options.inventory, checker = options.checker,
        missing_since = {}, is_gone = {}, gone = {}, well_at = {}, surprises = 0,
        is_small = #options.rows <= ASK_EACH_MAX,
    }, Fleet)
end

-- MARK: One instance and its status

local is_idle = { planned = true, draining = true, drained = true }

-- Whether a look asks about an instance. An instance whose reboot is under way is watched by the poller
-- instead.
local function is_asked(self, row)
    return (is_idle[row.step] or way.is_over(row)) and not self.is_gone[row.id]
end

-- Notes that an instance is gone, once: two looks that overlap may both find it gone.
local function note_gone(self, row)
    if self.is_gone[row.id] then return end
    self.is_gone[row.id] = true
    self.gone[#self.gone + 1] = row
end

-- Notes that the cloud does not know an instance: it is missing, and after GONE_AFTER seconds gone. Returns
-- whether it is still part of the fleet.
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

-- Returns the statuses by id, and the rows, of all instances that a look asks about.
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

-- Adds the unhealthy instances (failed after their reboot) that no list of statuses other than RUNNING
-- contains.
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

-- Returns the statuses by id, and the rows, of instances that are not RUNNING, or that failed after their
-- reboot.
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

-- Notes that an instance has passed a health check, and when the check began.
function Fleet:note_well(id, asked_at) self.well_at[id] = asked_at end

-- Checks the health of each instance that has not passed a check since `keep_since`; in a large fleet, only
-- of instances that failed after their reboot. Returns the time of the oldest answer on which the look
-- relies.
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

-- Adds the ids of instances that are gone, and of instances that failed after their reboot and are healthy
-- again. Every look names a gone instance until the roll knows it, because a look that is too old is thrown
-- away.
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

-- Looks at the fleet. In the result, `at` is when the oldest question was asked, `ended_at` when the last
-- question was answered; `down` maps ids to the reason, `status` maps ids to statuses; `gone` and `well` list
-- ids. A health check that passed within the last `keep` seconds is not repeated; these seconds are counted
-- back from the arrival of the statuses, which may take long. Raises if the cloud can't tell.
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
    self.partial = look -- some health checks are still to come
    local asked = clock()
    local oldest = note_unhealthy(self, look, rows, keep and keep > 0 and asked - keep or math.huge)
    look.ended_at, look.at = clock(), oldest
    look.checked_for = look.ended_at - asked
    note_changes(self, look, rows)
    look.is_whole = surprises == self.surprises
    return look
end

-- MARK: Looking until the cloud answers

-- To be called when an instance is no longer in flight and may be down. No earlier answer shows the instance,
-- and the answer to a request that is under way does not either.
function Fleet:forget() self.surprises = self.surprises + 1 end

-- After this number of looks in a row that were too old when they ended, the time of their health checks is
-- not counted: no look can be younger than its health checks take.
local SLOW_LOOKS = 3

-- Returns the seconds that are not counted in the age of a look.
local function allowance(self, look, looks)
    if not self.is_small then return math.huge end
    return looks >= SLOW_LOOKS and look.checked_for or 0
end

-- Looks until the cloud answers and the look is no older than `age` when it ends, for at most `patience`
-- seconds. Returns the look, or nil and why no look is young enough. `slow` in the look is the time that is
-- not counted in its age. A health check that passed within the last `keep` seconds is not repeated.
function Fleet:look_patiently(patience, age, keep, asks_each)
    local deadline, pause, problem, looks = clock() + patience, 1, nil, 0
    while true do
        local is_last = clock() >= deadline
        local look, err = try(self.look, self, asks_each, keep)
        looks = look and looks + 1 or 0
        if look then look.slow = allowance(self, look, looks) end
        local is_young = look and clock() - look.at <= age + look.slow
        if is_young and look.is_whole then return look end
        if err and type(err) ~= "table" then error(err, 0) end -- a bug
        if is_young then
            -- An instance ended badly during the look, which may not show it: the next look begins at once.
            problem = "instances failed during each look at the fleet"
            if is_last then return nil, problem end
        else
            problem = err and (err.message or tostring(err))
                or "the cloud and the health checks take too long to answer"
            if is_last or err and err.kind == "credentials" then return nil, problem end
            sleep(math.min(pause, math.max(deadline - clock(), 0.001)))
            pause = math.min(pause * 2, 30)
        end
    end
end

return port
