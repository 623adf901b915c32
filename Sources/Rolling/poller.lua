-- One poller for all instances that wait: one request for each hundred of them a tick, tight while they should be leaving RUNNING,
-- patient while they boot. Read errors decide nothing; they make it slower.

local host, zec, clock, try, spawn = ...

local Poller = {}
Poller.__index = Poller

-- Looks that are due so soon after another are made together with it.
local TOGETHER = 0.05

local BACKOFF_MAX = 60

-- How long a look that decides at a deadline is waited for, and the longest pause before it is tried again, in seconds.
local LAST_LOOK, LAST_LOOK_PAUSE = 30, 5

-- How long refused credentials are tried again, in seconds: from then on the cloud will not say what becomes of the instances.
local REFUSED_MAX = 20

local poller = {}

-- `first_look` gives how long after its request an instance is at the earliest back, as far as that is known.
function poller.new(intervals, first_look)
    return setmetatable({
        leave = intervals.leave, up = intervals.up, max = intervals.max, first_look = first_look,
        by_id = {}, entries = {}, failures = 0, ticket = host.ticket(), closed = false,
    }, Poller)
end

-- Begins to watch an instance whose reboot is being asked for.
function Poller:watch(id)
    local now = clock()
    local entry = {
        id = id, asked = now, due = now + self.leave, ticket = host.ticket(), left = false, looks = 0, away_at = now,
    }
    self.by_id[id] = entry
    self.entries[#self.entries + 1] = entry
    host.wake(self.ticket)
    return entry
end

-- Starts the loop as a task of the one that runs now.
function Poller:start() self.task = spawn("poller", self.run, self) end

function Poller:forget(entry)
    entry.is_forgotten = true
    if self.by_id[entry.id] == entry then self.by_id[entry.id] = nil end
end

-- Waits until `done(entry)` is true or the deadline has come; returns what `done` returned.
function Poller:await(entry, deadline, done)
    while true do
        if entry.fatal then error(entry.fatal, 0) end
        local answer = done(entry)
        local left = deadline - clock()
        if answer or left <= 0 then return answer end
        host.park(entry.ticket, "the status of " .. entry.id, left)
    end
end

-- Waits for a look that begins now: a deadline decides by no older one, for the process may have been suspended. False where the cloud
-- does not answer.
function Poller:look_now(entry)
    local now = clock()
    local deadline = now + LAST_LOOK
    entry.wanted_since, entry.due = now, now
    host.wake(self.ticket)
    local function has_tried() return entry.tried_at and entry.tried_at >= now end
    while not has_tried() do
        if entry.fatal then error(entry.fatal, 0) end
        local left = deadline - clock()
        if left <= 0 then break end
        host.park(entry.ticket, "a last look at " .. entry.id, left)
    end
    entry.wanted_since = nil
    return entry.looked_at ~= nil and entry.looked_at >= now
end

-- Makes whoever awaits this entry look again.
function Poller:nudge(entry) host.wake(entry.ticket) end

function Poller:close()
    self.closed = true
    self.task:cancel("the roll is over")
    local ok, err = pcall(self.task.wait, self.task)
    if not ok and self.task:status() == "failed" then error(err, 0) end
end

-- MARK: The loop

-- When the next look is due; lets go of the entries that are forgotten.
local function next_due(self)
    local due, kept = math.huge, {}
    for _, entry in ipairs(self.entries) do
        if not entry.is_forgotten then
            kept[#kept + 1] = entry
            due = math.min(due, entry.due)
        end
    end
    self.entries = kept
    return due
end

local function take_due(entries, now)
    local ids = {}
    for _, entry in ipairs(entries) do
        if entry.due <= now + TOGETHER then ids[#ids + 1] = entry.id end
    end
    return ids
end

-- Later looks at one that takes long are rarer, up to the longest interval.
local function next_look(self, entry, now)
    if not entry.left then return now + self.leave end
    if entry.looks == 0 then
        local earliest = entry.asked + self.first_look()
        if earliest > now then return earliest end
    end
    return now + math.min(self.max, self.up * (1 + entry.looks // 6))
end

-- The statuses that an instance has after it left RUNNING for a reboot, or for good. Any other word, such as IMAGING or one that is not
-- documented, says nothing about a reboot.
local SHOWS_DEPARTURE = {
    REBOOT = true, BOOTING = true, STARTING = true, STOPPING = true, STOPPED = true,
    RECYCLE = true, RECYCLED = true, RECYCLING = true, RELEASING = true, CREATE_FAILED = true,
}

-- `began` is when the look began that shows the status.
local function observe(self, entry, status, began, now)
    local changed = entry.status ~= status or entry.wanted_since ~= nil
    entry.looked_at, entry.tried_at = began, began
    entry.status, entry.seen = status, now
    if status ~= "RUNNING" then entry.away_at = now end -- the last look that did not find it back
    if status == "NOT_FOUND" then -- unknown, which is no status
        entry.due = now + self.up
        if changed then host.wake(entry.ticket) end
        return
    end
    if SHOWS_DEPARTURE[status] and not entry.left then
        entry.left, entry.left_at = true, now
    elseif entry.left then
        entry.looks = entry.looks + 1
    end
    entry.due = next_look(self, entry, now)
    if changed then host.wake(entry.ticket) end
end

local function pause(self, entry)
    local interval = entry.left and self.up or self.leave
    local seconds = math.min(BACKOFF_MAX, interval * 2 ^ math.min(self.failures, 10))
    return entry.wanted_since and math.min(seconds, LAST_LOOK_PAUSE) or seconds
end

-- An error makes the next look later. Credentials that stay refused end the watch over every instance.
local function postpone(self, ids, err, began, now)
    self.failures = self.failures + 1
    local are_refused = err.kind == "credentials"
    self.refused_since = are_refused and (self.refused_since or now) or nil
    local is_fatal = are_refused and now - self.refused_since >= REFUSED_MAX
    for _, id in ipairs(ids) do
        local entry = self.by_id[id]
        if entry then
            entry.tried_at = began
            if is_fatal then entry.fatal = err end
            entry.due = now + (are_refused and math.min(pause(self, entry), LAST_LOOK_PAUSE) or pause(self, entry))
            if entry.fatal or entry.wanted_since then host.wake(entry.ticket) end
        end
    end
end

local function look(self, ids)
    local began = clock()
    local statuses, err = try(zec.status, ids)
    local now = clock()
    if err then return postpone(self, ids, type(err) == "table" and err or { kind = "unknown" }, began, now) end
    self.failures, self.refused_since = 0, nil
    for _, id in ipairs(ids) do
        local entry = self.by_id[id]
        if entry and statuses[id] then observe(self, entry, statuses[id], began, now) end
    end
end

function Poller:run()
    while not self.closed do
        local now = clock()
        local due = next_due(self)
        if due > now + TOGETHER then
            local left = due < math.huge and due - now or nil
            host.park(self.ticket, "the next look", left)
        else
            look(self, take_due(self.entries, now))
        end
    end
end

return poller
