-- One poller for all instances that wait for a status: one request for each hundred instances at a time. It
-- asks often while instances should leave RUNNING, and more rarely while they boot. A read error shows
-- nothing about an instance, and delays the next look.

local need = ...
local world = need "world"
local host, zec, clock, try = world.host, world.zec, world.clock, world.try

local Poller = {}
Poller.__index = Poller

-- Looks that are due within this time of each other are made together, in seconds.
local TOGETHER = 0.05

local BACKOFF_MAX = 60

-- The longest pause before a look that decides at a deadline is retried, in seconds.
local LAST_LOOK_PAUSE = 5

-- How long refused credentials are retried, in seconds. After that, the cloud will not tell what becomes of
-- the instances.
local REFUSED_MAX = 20

local poller = {}

-- `options.intervals` are the intervals of the specification. `options.first_look()` returns the shortest
-- time from its request until an instance may be back, in seconds, as far as it is known.
-- `options.seen(entry)` is called when something has changed.
function poller.new(options)
    local intervals = options.intervals
    return setmetatable({
        leave = intervals.leave, up = intervals.up, max = intervals.max, first_look = options.first_look,
        seen = options.seen, by_id = {}, entries = {}, failures = 0, ticket = host.ticket(), closed = false,
    }, Poller)
end

-- Begins to watch an instance; `asked_at` is when its reboot was requested, `entry` takes what is seen of it.
function Poller:watch(entry, asked_at)
    local now = clock()
    entry.asked, entry.due, entry.looks, entry.away_at = asked_at, now + self.leave, 0, now
    self.by_id[entry.id] = entry
    self.entries[#self.entries + 1] = entry
    host.wake(self.ticket)
end

function Poller:forget(entry)
    if self.by_id[entry.id] == entry then self.by_id[entry.id] = nil end
end

-- Looks at an instance at once. An older look does not decide at a deadline: the process may have been
-- suspended.
function Poller:look_now(entry)
    if entry.wanted_since then return end
    local now = clock()
    entry.wanted_since, entry.due = now, now
    host.wake(self.ticket)
end

function Poller:close() self.closed = true end

-- MARK: The loop

-- Returns when the next look is due; removes the entries that are forgotten.
local function next_due(self)
    local due, kept = math.huge, {}
    for _, entry in ipairs(self.entries) do
        if self.by_id[entry.id] == entry then
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

-- Returns when the next look is due. An instance that takes long is looked at more rarely, up to the longest
-- interval.
local function next_look(self, entry, now)
    if not entry.has_left then return now + self.leave end
    if entry.looks == 0 then
        local earliest = entry.asked + self.first_look()
        if earliest > now then return earliest end
    end
    return now + math.min(self.max, self.up * (1 + entry.looks // 6))
end

-- The statuses that an instance has after it left RUNNING for a reboot, or for good. No other status, such as
-- IMAGING or an undocumented status, shows a reboot.
local SHOWS_DEPARTURE = {
    REBOOT = true, BOOTING = true, STARTING = true, STOPPING = true, STOPPED = true,
    RECYCLE = true, RECYCLED = true, RECYCLING = true, RELEASING = true, CREATE_FAILED = true,
}

-- Notes a status; `began` is when the look that shows the status began.
local function observe(self, entry, status, began, now)
    local changed = entry.status ~= status or entry.wanted_since ~= nil
    entry.looked_at, entry.tried_at, entry.wanted_since = began, began, nil
    entry.status = status
    if status ~= "RUNNING" then entry.away_at = now end -- the last look that did not find it RUNNING
    if status == "NOT_FOUND" then -- the cloud does not know it: no status
        entry.due = now + self.up
    else
        if SHOWS_DEPARTURE[status] and not entry.has_left then
            entry.has_left = true
        elseif entry.has_left then
            entry.looks = entry.looks + 1
        end
        entry.due = next_look(self, entry, now)
    end
    if changed then self.seen(entry) end
end

local function pause(self, entry)
    local interval = entry.has_left and self.up or self.leave
    local seconds = math.min(BACKOFF_MAX, interval * 2 ^ math.min(self.failures, 10))
    return entry.wanted_since and math.min(seconds, LAST_LOOK_PAUSE) or seconds
end

-- Delays the next look after an error. If credentials stay refused, the watch over all instances ends.
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
            local interval = pause(self, entry)
            entry.due = now + (are_refused and math.min(interval, LAST_LOOK_PAUSE) or interval)
            if entry.fatal or entry.wanted_since then self.seen(entry) end
        end
    end
end

local function look(self, ids)
    local began = clock()
    local statuses, err = try(zec.status, ids)
    local now = clock()
    if err then
        return postpone(self, ids, type(err) == "table" and err or { kind = "unknown" }, began, now)
    end
    self.failures, self.refused_since = 0, nil
    for _, id in ipairs(ids) do
        local entry = self.by_id[id]
        if entry and statuses[id] then observe(self, entry, statuses[id], began, now) end
    end
end

-- Looks until the poller is closed; runs in a task of its own.
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
