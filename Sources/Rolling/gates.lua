-- What must hold before a reboot is asked for: the window, blockers, the deadline, approval. Whatever errs, or answers with the wrong type, blocks.

local host, question, task, try, clock, now, steady_now, remove, is_rehearsal = ...

local Gates = {}
Gates.__index = Gates

local gates = {}

-- The wall clock may be wrong by so much before it is no longer believed.
local CLOCK_JUMP = 120

-- `boot_seconds` gives how long an instance takes until it is healthy again, as far as that was measured.
function gates.new(spec, boot_seconds)
    return setmetatable({
        spec = spec, boot_seconds = boot_seconds, deadline = spec.deadline and clock() + spec.deadline,
    }, Gates)
end

-- MARK: The window

-- How long before its end a window is closed for new reboots.
function Gates:cutoff()
    local window = self.spec.window
    return window.cutoff or self.boot_seconds() or self.spec.reboot_timeout
end

local function clock_problem()
    local jump = now() - steady_now()
    if math.abs(jump) <= CLOCK_JUMP then return nil end
    return ("the wall clock has jumped by %.0f s, so nobody knows whether the window is open"):format(jump)
end

-- Why the window does not let a reboot through, and for how many seconds (nil: not any more in this run).
function Gates:window_problem()
    local window = self.spec.window
    if not window then return nil end
    local jumped = clock_problem()
    if jumped then return jumped end
    local time = steady_now()
    local closes, opens, next_seconds = host.window_at(window.handle, time)
    if not closes then
        local wait = opens and opens - time or nil
        local opening = wait and ", and opens in " .. host.duration_text(wait) or " for good"
        return "the window is closed" .. opening, wait
    end
    local cutoff = self:cutoff()
    if time + cutoff <= closes then return nil end
    return ("the window closes in %s, and a reboot takes up to %s"):format(
        host.duration_text(math.max(0, closes - time)), host.duration_text(cutoff)),
        opens and cutoff <= next_seconds and opens - time or nil
end

-- When the window closes, in seconds from now; nil without one.
function Gates:seconds_left()
    local window = self.spec.window
    if not window then return nil end
    local closes = host.window_at(window.handle, steady_now())
    return closes and closes - steady_now()
end

-- MARK: Blockers

-- A blocker blocks unless it answers false or nil; a text is its reason.
local function ask(put, blocker, ids)
    local ok, answer, reason = put(question.LIMIT, blocker, ids)
    if not ok then return "a blocker failed: " .. answer end
    if answer == nil or answer == false then return nil end
    if type(answer) == "string" then return answer end
    if answer == true then return reason and tostring(reason) or "a blocker says so" end
    return ("a blocker answered with a %s"):format(type(answer))
end

-- The first reason for which something blocks; nil where nothing does. Blockers are given the ids that are still to be rebooted;
-- `put(limit, fn, ...)` asks them.
function Gates:blocked(ids, put)
    for _, blocker in ipairs(self.spec.blockers or {}) do
        local reason = ask(put, blocker, ids)
        if reason then return reason end
    end
    return nil
end

-- MARK: Approval

-- A file that is there approves, and is used up; in a rehearsal, which touches no files, somebody makes it after a while.
local function has_appeared(file, waited)
    if is_rehearsal() then return host.is_approved(waited) end
    if host.read_file(file) == nil then return false end
    local removed, problem = remove(file)
    return removed == true, problem
end

-- What a function answers, and whether it did; it is left alone as soon as nobody wants to know any more.
local function answer_of(approve, what, patience, is_stopping)
    local asking = task.spawn("approval", question.ask, patience, approve, what)
    while true do
        local ok, answer = try(asking.wait, asking, 1)
        local err = answer
        if ok ~= nil then return ok, answer end
        if type(err) ~= "table" or err.kind ~= "timeout" then error(err, 0) end
        if is_stopping() then
            asking:cancel("the run was asked to stop")
            return false
        end
    end
end

-- Whether somebody who was asked so many seconds ago approves: a function that answers true, or a file. Errors are no approval; why
-- there is none is the second result, where more is known. A function may wait for its answer, as long as that is waited for.
function gates.is_approved(approve, what, waited, patience, is_stopping)
    if type(approve) == "string" then return has_appeared(approve, waited) end
    local ok, answer = answer_of(approve, what, patience, is_stopping)
    if not ok then return false, answer end
    if answer == true then return true end
    local is_no = answer == nil or answer == false
    return false, not is_no and ("the answer is a %s, and only true approves"):format(type(answer)) or nil
end

-- How long until the deadline, in seconds.
function Gates:seconds_to_deadline() return self.deadline and math.max(0, self.deadline - clock()) or math.huge end

return gates
