-- task.semaphore(n): at most n permits are held at a time; waiting tasks get permits in the order of their
-- requests.

local declare = ...
local host = host

local Permit = { __name = "permit" }
Permit.__index = Permit

local Semaphore = { __name = "semaphore" }
Semaphore.__index = Semaphore

function Semaphore:__tostring() return ("semaphore: %d of %d free"):format(self.free, self.size) end

local function new_permit(semaphore) return setmetatable({ semaphore = semaphore }, Permit) end

local function put_back(semaphore)
    if not semaphore.queue:serve() then semaphore.free = semaphore.free + 1 end
end

-- A second release does nothing: a permit in a `<close>` variable is released again after an early release.
Permit.release = declare("permit:release", function(permit)
    local semaphore = permit.semaphore
    permit.semaphore = nil
    if semaphore then put_back(semaphore) end
end)

function Permit:__close() self:release() end

Semaphore.try_acquire = declare("semaphore:try_acquire", function(semaphore)
    if semaphore.free == 0 then return nil end
    semaphore.free = semaphore.free - 1
    return new_permit(semaphore)
end)

Semaphore.acquire = declare("semaphore:acquire", function(semaphore, timeout)
    local permit = semaphore:try_acquire()
    if permit then return permit end
    local seconds = timeout and host.duration(timeout)
    local undo = function() put_back(semaphore) end
    if not semaphore.queue:wait("a permit", seconds, nil, undo) then host.timed_out("a permit", seconds) end
    return new_permit(semaphore)
end)

Semaphore.with = declare("semaphore:with", function(semaphore, fn, ...)
    local _ <close> = semaphore:acquire()
    return fn(...)
end)

declare("task.semaphore", function(size)
    if size < 1 then host.bad_argument("semaphore", 1, "at least 1 expected, got " .. size) end
    return setmetatable({ size = size, free = size, queue = host.wait_queue() }, Semaphore)
end)
