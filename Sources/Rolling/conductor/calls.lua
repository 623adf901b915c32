-- Tracks the calls of `rolling.reboot` in this process, which belongs to an execution of its script. If an
-- earlier process of the execution completed the roll of a call, the call returns the recorded report and
-- does not begin the roll again.

local need = ...
local world = need "world"
local clock, now, log, try, fail = world.clock, world.now, world.log, world.try, world.fail
local core, lives = need "core/execution", need "core/lives"
local campaigns, journal = need "ports/campaigns", need "ports/journal"

local Execution = {}
Execution.__index = Execution

local calls = {}

-- The execution of this process: nil before the first call of `rolling.reboot`, false if the process belongs
-- to no execution.
local present

-- MARK: Events

-- Sets the event that closes the execution when the script ends; sets none while a campaign is open.
local function prepare_end(self)
    local is_through = core.is_through(self.state)
    self.journal:set_last_word(is_through and { kind = "closed", left = "closed" } or nil)
end

local function append(self, event)
    event.seq, event.at, event.time = self.state.seq + 1, clock(), now()
    self.journal:keep(event)
    core.apply(self.state, event)
    prepare_end(self)
end

local function append_durably(self, event)
    append(self, event)
    self.journal:wait()
end

-- Returns the error of a journal that can't keep the event; returns nil if the event is kept.
local function problem_of(keep, self, event)
    local _, err = try(keep, self, event)
    if err and (type(err) ~= "table" or err.kind ~= "journal") then error(err, 0) end
    return err
end

-- Appends an event. If it can't be recorded, fails with exit code 4, so that the roll does not begin.
local function append_or_fail(keep, self, event)
    local err = problem_of(keep, self, event)
    if err then fail("nothing was sent: " .. err.message, { exit_code = 4, hint = err.hint }) end
end

-- MARK: Finding the execution

-- Takes up the last execution of a claimed name if this process goes on with it; otherwise creates an
-- execution.
local function take_up(self, resume_within)
    local claim, number = self.claim, nil
    try(claim.keep_last, claim)
    if not self.begins_anew then number = select(2, claim:last()) end
    self.journal = number and journal.of(number)
    self.state = self.journal and core.fold(self.journal:read()) or core.new()
    if not core.goes_on(self.state, now(), resume_within) then
        self.journal, self.state = journal.of((claim:create())), core.new()
    end
end

local function claimed(name)
    local claim = campaigns.claim()
    local _, err = try(claim.take, claim, name) -- does not wait, so no other task runs in between
    if not err then return claim end
    if type(err) == "table" and err.kind == "locked" then return nil end
    error(err, 0)
end

local function of_process(life, resume_within)
    local claim = life.execution and claimed(life.execution)
    -- If another process has the claim, it runs the same script with the same arguments. The claims on the
    -- names of their rolls then keep the two processes apart.
    if not claim then return false end
    local self = setmetatable({ claim = claim, counts = {}, begins_anew = life.new }, Execution)
    take_up(self, resume_within)
    append_or_fail(append, self,
        { kind = "begun", hostname = life.hostname, pid = life.pid, script = life.script })
    return self
end

-- MARK: A call of rolling.reboot

local Call = {}
Call.__index = Call

-- Records that the call works on a campaign from now on.
function Call:enter(number)
    if not self.execution then return end
    append_or_fail(append_durably, self.execution,
        { kind = "entered", name = self.name, call = self.call, number = number })
end

-- Records how the call leaves its campaign; returns whether that is recorded. If not, the next start of the
-- script takes this process for a process that was killed.
function Call:leave(left)
    if not self.execution then return true end
    local event = { kind = "left", name = self.name, call = self.call, left = left }
    local err = problem_of(append_durably, self.execution, event)
    if err then
        local words = "%s: the end of the roll could not be recorded for the script: %s; the next start of "
            .. "the script does not begin this roll again, unless it is started with --new"
        log.warn(words, self.name, err.message)
    end
    return err == nil
end

-- Returns the state and the number of the campaign that an earlier process completed for this call, and the
-- time of its completion (seconds since 1970 UTC). Returns nil if no earlier process completed it, or if the
-- selection differs.
function Call:completed(claim, selection)
    local number = self.number
    local opened = number and claim:open(number)
    if not opened then return nil end
    local store = journal.of(opened)
    local event = store:last()
    if not event or event.kind ~= "closed" or event.left ~= "closed" then return nil end
    local state = lives.fold(store:read(), clock(), now())
    local is_complete = state.headcount:at "not_started" == 0
    if not is_complete or state.selection ~= selection then return nil end
    return state, number, event.time
end

-- Returns the next call of `rolling.reboot` with a name in this process.
function calls.next(name, life, resume_within)
    if present == nil then present = of_process(life, resume_within) end
    local self = present
    if not self then return setmetatable({ name = name }, Call) end
    local call = (self.counts[name] or 0) + 1
    self.counts[name] = call
    local number = core.number(self.state, name, call)
    return setmetatable({ execution = self, name = name, call = call, number = number }, Call)
end

return calls
