-- Tasks that wait in line until another task serves them. Semaphores, events and channels are made of it.

local host, pcall = host, host.pcall

local WaitQueue = {}
WaitQueue.__index = WaitQueue

-- The queue is a ring of entries around itself, so that leaving from the middle costs nothing.
function host.wait_queue()
    local queue = setmetatable({}, WaitQueue)
    queue.next, queue.previous = queue, queue
    return queue
end

local function leave(entry)
    entry.previous.next, entry.next.previous = entry.next, entry.previous
end

function WaitQueue:is_empty() return self.next == self end

-- Waits until another task serves this one, at most `timeout` seconds; the serving task finds `item` in the
-- entry. Returns true and the value that was served, or false when the time is over. A task that was served
-- but cancelled before it could run gives the value back through `undo`.
function WaitQueue:wait(what, timeout, item, undo)
    local entry = { ticket = host.ticket(), item = item, previous = self.previous, next = self }
    self.previous.next, self.previous = entry, entry
    local ok, woken = pcall(host.park, entry.ticket, what, timeout)
    if not entry.served then leave(entry) end
    if ok then return woken, entry.value end
    if entry.served and undo then undo(entry.value) end
    error(woken, 0)
end

-- Serves the task that has waited longest. Returns its entry, or nil when no task waits.
function WaitQueue:serve(value)
    local entry = self.next
    while entry ~= self do
        if host.wake(entry.ticket) then
            leave(entry)
            entry.served, entry.value = true, value
            return entry
        end
        entry = entry.next -- timed out or cancelled in this turn; it leaves by itself
    end
    return nil
end
