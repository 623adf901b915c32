-- An execution: one use of a script with its arguments, over all processes that work on it. An execution is
-- open until the script has ended and all its campaigns are closed.
--
-- Its events, each with `seq`, `at` and `time` like the events of a roll:
--   begun     a process begins to work on the execution: `hostname`, `pid`, `script`
--   entered   a call of `rolling.reboot` works on a campaign: `name`, `number` of the campaign, and `call`,
--             which counts the calls with that name in one process, from 1
--   left      the same call no longer works on the campaign: `name`, `call`, and how the campaign is `left`
--   closed    the script has ended, and all campaigns are closed

local execution = {}

function execution.new() return { seq = 0, calls = {}, is_closed = false } end

local function calls_of(self, name)
    self.calls[name] = self.calls[name] or {}
    return self.calls[name]
end

local apply = {}

function apply.begun(self, event) self.began = self.began or event.time end

function apply.entered(self, event)
    calls_of(self, event.name)[event.call] = { number = event.number, left = "open" }
end

function apply.left(self, event) calls_of(self, event.name)[event.call].left = event.left end

function apply.closed(self) self.is_closed = true end

-- Applies the next event; returns the execution.
function execution.apply(self, event)
    self.seq = event.seq
    apply[event.kind](self, event)
    return self
end

function execution.fold(list)
    local made = execution.new()
    for _, event in ipairs(list) do execution.apply(made, event) end
    return made
end

-- Returns the number of the campaign on which a call has worked; nil if no earlier process made this call.
function execution.number(self, name, call)
    local found = calls_of(self, name)[call]
    return found and found.number
end

-- Whether every campaign of the execution is closed.
function execution.is_through(self)
    for _, calls in next, self.calls do
        for _, call in next, calls do
            if call.left ~= "closed" then return false end
        end
    end
    return true
end

-- Whether a process that starts now resumes the execution.
function execution.goes_on(self, time, resume_within)
    return self.began ~= nil and not self.is_closed and time - self.began <= resume_within
end

return execution
