-- A queue of tasks, each of which waits until another task serves it. Semaphores, events and channels use it.

local host, pcall = host, host.pcall

local WaitQueue = {}
WaitQueue.__index = WaitQueue

-- The entries form a ring that begins and ends with the queue, so that an entry leaves the middle in constant
-- time.
function host.wait_queue()
    local queue = setmetatable({}, WaitQueue)
    queue.next, queue.previous = queue, queue
    return queue
end

local function leave(entry)
    entry.previous.next, entry.next.previous = entry.next, entry.previous
end

function WaitQueue:is_empty() return self.next == self end

-- Waits up to `timeout` seconds until another task serves this task; the serving task reads `item` in the
-- entry. Returns true and the value of `serve`, or false after `timeout`. If this task was served, but
-- cancelled before it could run, passes the value to `undo`.
function WaitQueue:wait(what, timeout, item, undo)
    local entry = { ticket = host.ticket(), item = item, previous = self.previous, next = self }
    self.previous.next, self.previous = entry, entry
    local ok, woken = pcall(host.park, entry.ticket, what, timeout)
    if not entry.served then leave(entry) end
    if ok then return woken, entry.value end
    if entry.served and undo then undo(entry.value) end
    error(woken, 0)
end

-- Serves the task that has waited longest. Returns its entry, or nil if no task waits.
function WaitQueue:serve(value)
    local entry = self.next
    while entry ~= self do
        if host.wake(entry.ticket) then
            leave(entry)
            entry.served, entry.value = true, value
            return entry
        end
        entry = entry.next -- this task timed out or was cancelled in this turn; it leaves the queue itself
    end
    return nil
end
